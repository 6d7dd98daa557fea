using Longshore.Core.Layout;
using Longshore.Settings;
using Longshore.Store;

namespace Longshore.UnitTests.Core.Layout;

public class BatchIdsTests
{
    private static readonly (string, long?, Timestamp?)[] Files = [("a", 1, new Timestamp(5)), ("b", null, null)];

    [Fact]
    public void Compute_SameWork_SameId()
    {
        var id = BatchIds.Compute(new S3Options { Bucket = "b" }, "/data", Files);
        Assert.True(BatchIds.IsBatchId(id));
        Assert.Equal(id, BatchIds.Compute(new S3Options { Bucket = "b" }, "/data", [.. Files]));
    }

    [Fact]
    public void Compute_AnythingElse_AnotherId()
    {
        var options = new S3Options { Bucket = "b" };
        string[] ids =
        [
            BatchIds.Compute(options, "/data", Files),
            BatchIds.Compute(new S3Options { Bucket = "c" }, "/data", Files),
            BatchIds.Compute(new S3Options { Bucket = "b", Prefix = "p/" }, "/data", Files),
            BatchIds.Compute(new S3Options { Bucket = "b", ServiceUrl = "http://x" }, "/data", Files),
            BatchIds.Compute(options, "/other", Files),
            BatchIds.Compute(options, "/data", [Files[0]]),
            BatchIds.Compute(options, "/data", [("a", 2, new Timestamp(5)), Files[1]]),
            BatchIds.Compute(options, "/data", [("a", 1, new Timestamp(6)), Files[1]]),
            BatchIds.OfList(options, "/data", new string('0', 64)),
            BatchIds.OfList(options, "/other", new string('0', 64)),
            BatchIds.OfList(options, "/data", new string('1', 64)),
            BatchIds.Compute(options, "/data", [("ab", 1, new Timestamp(5)), ("", null, null)]),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }
}
