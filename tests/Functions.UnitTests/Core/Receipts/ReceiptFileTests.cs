using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Longshore.Core.Receipts;
using Longshore.UnitTests.Cli.Ship;

namespace Longshore.UnitTests.Core.Receipts;

public class ReceiptFileTests
{
    private const int Most = 32 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Write_Receipt_IsReadBackWhole(int files)
    {
        var receipt = ReceiptCheckTests.Receipt([.. Enumerable.Range(0, files).Select(number =>
            ReceiptCheckTests.Entry($"folder/{number}", FileOutcome.Uploaded) with
            {
                Mode = 420,
                Uid = 65532,
                Gid = uint.MaxValue,
                VersionId = "v",
            })]);

        var read = ReceiptFile.Read("1.json.gz", ReceiptFile.Write(receipt), Most)!;

        Assert.Equal(receipt.Files, read.Files);
        ReceiptEntry[] none = [];
        Assert.Equal(receipt with { Files = none }, read with { Files = none });
        Assert.Null(ReceiptCheck.Problem(read, receipt.Batch, 1));
    }

    [Fact]
    public void Read_FirstSchema_IsPlain()
    {
        const string text =
            """{"schema":"longshore.receipt/1","batch":"b","attempt":1,"bucket":"x","volume":"/data","startedAt":"""
                + """ "2026-11-01T00:00:00Z","finishedAt":"2026-11-01T00:00:00Z","counts":{"planned":0},"files":[]}""";

        Assert.Equal(Receipt.FirstSchema, ReceiptFile.Read("1.json", Encoding.UTF8.GetBytes(text), Most)!.Schema);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefusedOrWhole()
    {
        var whole = ReceiptFile.Write(ReceiptCheckTests.Receipt(ReceiptCheckTests.Entry("a", FileOutcome.Uploaded)));

        for (var length = 0; length < whole.Length; length++)
        {
            var (cut, read) = (whole[..length], default(Receipt));
            // The last bytes of a gzip file hold no more of its content.
            Assert.True(Record.Exception(() => read = ReceiptFile.Read("1.json.gz", cut, Most)) is JsonException
                or InvalidDataException || read?.Files.Length == 1, $"{length} bytes");
        }
    }

    [Fact]
    public void Read_NotGzip_IsRefused()
    {
        Assert.Throws<InvalidDataException>(
            () => ReceiptFile.Read("1.json.gz", "{\"schema\":\"longshore.receipt/2\"}"u8.ToArray(), Most));
        Assert.Throws<JsonException>(() => ReceiptFile.Read("1.json", Compressed("{}"u8), Most));
    }

    [Fact]
    public void Read_GrowsBeyondTheBound_IsRefusedBeforeItFillsMemory()
    {
        var bomb = Compressed(new byte[64 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("more than",
            Assert.Throws<InvalidDataException>(() => ReceiptFile.Read("1.json.gz", bomb, 1 << 20)).Message,
            StringComparison.Ordinal);

        Assert.InRange(bomb.Length, 1, 1 << 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    private static byte[] Compressed(ReadOnlySpan<byte> bytes)
    {
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return body.ToArray();
    }
}
