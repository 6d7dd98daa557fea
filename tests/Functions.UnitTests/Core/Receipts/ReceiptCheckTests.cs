using Longshore.Core.Receipts;
using Longshore.Settings;
using Longshore.UnitTests.Cli.Ship;

namespace Longshore.UnitTests.Core.Receipts;

public class ReceiptCheckTests
{
    private const string Batch = "0123456789abcdef0123456789abcdef";

    internal static ReceiptEntry Entry(string path, FileOutcome outcome) => new()
    {
        Path = path,
        Outcome = outcome,
        Key = path,
        Size = 3,
        Modified = new Timestamp(1),
        Changed = new Timestamp(2),
        Inode = 7,
        Checksum = "sum",
        ETag = "etag",
    };

    internal static Receipt Receipt(params ReceiptEntry[] files) => new()
    {
        Schema = "longshore.receipt/2",
        Batch = Batch,
        Attempt = 1,
        VolumeName = "default/data",
        Destination = new Destination("bucket", "", "{path}"),
        StartedAt = default,
        FinishedAt = default,
        Counts = ReceiptCounts.Of(files),
        Files = files,
    };

    [Fact]
    public void Problem_EveryOutcome_Balances()
    {
        var receipt = Receipt([.. Enum.GetValues<FileOutcome>().Select(outcome => Entry($"f{outcome}", outcome))]);
        Assert.Null(ReceiptCheck.Problem(receipt, Batch, 1));
        Assert.Equal(6, receipt.Counts.Planned);
        Assert.Equal(3, receipt.Counts.BytesUploaded);
    }

    [Fact]
    public void Problem_BrokenReceipt_NamesIt()
    {
        var good = Receipt(Entry("a", FileOutcome.Uploaded));
        (Receipt Receipt, string Says)[] rows =
        [
            (good with { Schema = "longshore.receipt/1" }, "schema"),
            (good with { VolumeName = null }, "no volume"),
            (good with { Destination = null }, "no destination"),
            (good with { Destination = new Destination("bucket", null!, "{path}") }, "no destination"),
            (good with { Files = [null!] }, "no files"),
            (good with { Batch = "other" }, "attempt 1 of batch 'other'"),
            (good with { Attempt = 2 }, "attempt 2"),
            (good with { Counts = good.Counts with { Uploaded = 0, Present = 1 } }, "counts do not match"),
            (good with { Files = [] }, "counts do not match"),
            (Receipt(Entry("../a", FileOutcome.Uploaded)), "..'"),
            (Receipt(Entry("a", FileOutcome.Uploaded), Entry("a", FileOutcome.Present)), "twice"),
            (Receipt(Entry("a", FileOutcome.Uploaded) with { ETag = null }), "lacks"),
            (Receipt(Entry("a", FileOutcome.Present) with { Changed = null }), "lacks"),
        ];
        Assert.All(rows, row => Assert.Contains(row.Says, ReceiptCheck.Problem(row.Receipt, Batch, 1)));
    }

    [Fact]
    public void Problem_FirstSchema_HoldsUnderItsOwnKeyAlone()
    {
        var first = Receipt(
            Entry("a", FileOutcome.Uploaded)) with
        { Schema = "longshore.receipt/1", VolumeName = null, Destination = null };
        Assert.Null(ReceiptCheck.Problem(first, Batch, 1, ReceiptFile.SchemaOf("1.json")));
        Assert.Contains("schema", ReceiptCheck.Problem(first, Batch, 1, ReceiptFile.SchemaOf("1.json.gz")));
        Assert.Contains("schema",
            ReceiptCheck.Problem(Receipt(Entry("a", FileOutcome.Uploaded)), Batch, 1, ReceiptFile.SchemaOf("1.json")));
    }
}
