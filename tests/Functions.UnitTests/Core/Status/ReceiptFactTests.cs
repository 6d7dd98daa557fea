using Longshore.Core.Receipts;

namespace Longshore.UnitTests.Core.Status;

public class ReceiptFactTests
{
    /// <summary>A bundle that this attempt has put is one object; one of an earlier attempt is none.</summary>
    [Fact]
    public void Of_FilesInBundles_CountsObjects()
    {
        var bundle = new ReceiptBundle("bundle", 5000, "sum", "etag");
        var earlier = bundle with { Key = "earlier" };

        var fact = Facts.Receipt(1, "batch", 1, Facts.File("a", FileOutcome.Uploaded) with { Bundle = bundle },
            Facts.File("b", FileOutcome.Uploaded) with { Bundle = bundle },
            Facts.File("c", FileOutcome.Present) with { Bundle = earlier }, Facts.File("d", FileOutcome.Uploaded, size: 70));

        Assert.Equal((2, 5070), (fact.Objects.Values.Sum(group => group.Count), fact.Objects.Values.Sum(group => group.Bytes)));
        Assert.Equal(3, fact.Counts.Uploaded);
    }
}
