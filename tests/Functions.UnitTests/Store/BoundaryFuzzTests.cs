using System.Net;
using System.Text;
using System.Text.Json;
using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Status.Records;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.UnitTests.Cli.Ship;
using Longshore.UnitTests.Core.Receipts;

namespace Longshore.UnitTests.Store;

/// <summary>
/// Documents of a store, changed at random: each is read, or refused with the one error that its reader knows. The seed is fixed.
/// Longer runs are a matter of the number.
/// </summary>
public class BoundaryFuzzTests
{
    private const int Rounds = 20_000;

    private const string Listing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix/><KeyCount>2</KeyCount>
        <MaxKeys>1000</MaxKeys>
        <!-- c --><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
        <NextContinuationToken>a&amp;b/+=</NextContinuationToken>
        <Contents><Key>my%2Bimage.jpg</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified><ETag>&quot;fba9&quot;</ETag>
        <Size>434234</Size>
        </Contents>
        <Contents><Key>b &lt;&#x41;&#13;&gt;</Key><Size>9223372036854775807</Size></Contents></ListBucketResult>
        """;

    private static readonly byte[][] Pieces = [.. ((string[])
        ["<", ">", "/>", "</", "<a>", "</a>", "<!--", "-->", "<?", "<![CDATA[", "&", "&#0;", "%", "%zz", "\0", "-1", "1e999",
            "99999999999999999999", "null", "[]", "{}", "\"", "\\ud800", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", ","])
        .Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void ListPage_AnyDocument_IsReadOrRefused() => Fuzz(Encoding.UTF8.GetBytes(Listing), body =>
    {
        try
        {
            Assert.All(ListPage.Read(body).Objects, item => Assert.NotNull(item.Key));
        }
        catch (FormatException)
        {
            // What ObjectReader makes an unreadable answer of, which is tried again and then said in a sentence.
        }
    });

    [Fact]
    public void XmlScan_AnyDocument_IsPassedThroughOrRefused() => Fuzz(Encoding.UTF8.GetBytes(Listing), body =>
    {
        try
        {
            var scan = new XmlScan(body);
            scan.Enter("ListBucketResult"u8);
            scan.Skip();
        }
        catch (FormatException)
        {
            // As above.
        }
    });

    [Fact]
    public async Task Refusal_AnyAnswer_IsAnErrorOfTheStore()
    {
        var bodies = new List<byte[]>();
        Fuzz("<Error><Code>SlowDown</Code><Message>a &amp; b</Message><Resource/></Error>"u8.ToArray(), bodies.Add, 2_000);
        foreach (var body in bodies)
        {
            using var answer =
                new HttpResponseMessage((HttpStatusCode)(300 + (body.Length % 300))) { Content = new ByteArrayContent(body) };
            answer.Headers.TryAddWithoutValidation("Date", Encoding.Latin1.GetString(body).ReplaceLineEndings(" "));
            answer.Headers.TryAddWithoutValidation("x-amz-request-id", Encoding.Latin1.GetString(body).ReplaceLineEndings(" "));

            var refusal = await Assert.ThrowsAsync<RequestRefusedException>(async () =>
                await RequestRefusedException.ThrowIfRefusedAsync(answer, TestContext.Current.CancellationToken));

            StoreErrors.Classify(refusal);
            Assert.NotNull(StoreAdvice.Final(refusal, new S3Options(), "Putting a"));
        }
    }

    [Fact]
    public void Receipt_AnyDocument_IsReadOrRefused()
    {
        var sound = ReceiptCheckTests.Receipt(
            [.. Enum.GetValues<FileOutcome>().Select(outcome => ReceiptCheckTests.Entry($"f{outcome}", outcome))]);
        Fuzz(JsonSerializer.SerializeToUtf8Bytes(sound, ReceiptJson.Default.Receipt), body =>
        {
            try
            {
                if (JsonSerializer.Deserialize(body, ReceiptJson.Default.Receipt) is not { } receipt)
                    return;
                var problem = ReceiptCheck.Problem(receipt, sound.Batch, 1);
                if (ReceiptFact.Unreadable(receipt) is null)
                    ReceiptFact.Of("key", receipt, problem);
            }
            catch (JsonException)
            {
                // What ReceiptStore and FactReader refuse it for.
            }
        });
    }

    [Fact]
    public void Receipt_OfSizesThatAddUpToNoNumber_IsRefused()
    {
        var huge = ReceiptCheckTests.Entry("a", FileOutcome.Uploaded) with { Size = long.MaxValue };
        var receipt = ReceiptCheckTests.Receipt(huge, huge with { Path = "b" });

        Assert.Equal(long.MaxValue, receipt.Counts.BytesUploaded);
        Assert.Contains("do not match",
            ReceiptCheck.Problem(receipt with { Counts = receipt.Counts with { BytesUploaded = -2 } }, receipt.Batch, 1),
            StringComparison.Ordinal);
        Assert.Contains("negative", ReceiptCheck.Problem(ReceiptCheckTests.Receipt(huge with { Size = -1 }), receipt.Batch, 1),
            StringComparison.Ordinal);
        Assert.Contains("no files", ReceiptCheck.Problem(receipt with { Files = [null!] }, receipt.Batch, 1),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Records_AnyDocument_AreReadOrRefused()
    {
        var scan = new ScanRecord
        {
            Schema = ScanRecord.CurrentSchema,
            StartedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
            Event = "1",
            Request = new() { Prefix = "a/" },
            Result = new() { Files = 1, DeferredFor = new() { ["too-young"] = 1 } },
            Whole = new(1, 1),
        };
        Fuzz(JsonSerializer.SerializeToUtf8Bytes(scan, ScanJson.Default.ScanRecord), body =>
        {
            try
            {
                var record = JsonSerializer.Deserialize(body, ScanJson.Default.ScanRecord);
                if (ScanFact.Problem(record) is null)
                    Timestamp.From(ScanFact.Of("key", record!).StartedAt);
            }
            catch (JsonException)
            {
                // VolumeGauges and FactReader skip it.
            }
        });
        var cleanup = new CleanupOutcome
        {
            Schema = CleanupOutcome.CurrentSchema,
            Batch = "b",
            Receipt = "r",
            StartedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
            DryRun = false,
            Deleted = 1,
            BytesFreed = 1,
            Gone = 0,
            Kept = new() { ["a"] = "changed" },
        };
        Fuzz(JsonSerializer.SerializeToUtf8Bytes(cleanup, CleanupJson.Default.CleanupOutcome), body =>
        {
            try
            {
                var outcome = JsonSerializer.Deserialize(body, CleanupJson.Default.CleanupOutcome);
                if (CleanupOutcome.Problem(outcome) is null)
                    CleanupFact.Of("key", outcome!);
            }
            catch (JsonException)
            {
                // As above.
            }
        });
    }

    /// <summary>Bytes changed, pieces put in, ends cut off, parts doubled.</summary>
    private static void Fuzz(byte[] document, Action<byte[]> read, int rounds = Rounds)
    {
        var random = new Random(13);
        for (var round = 0; round < rounds; round++)
        {
            var body = document.ToList();
            for (var change = random.Next(4); change >= 0 && body.Count > 0; change--)
            {
                var at = random.Next(body.Count);
                switch (random.Next(5))
                {
                    case 0:
                        body[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        body.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                        break;
                    case 2:
                        body.RemoveRange(at, Math.Min(body.Count - at, random.Next(1, 30)));
                        break;
                    case 3:
                        body.InsertRange(at, body.GetRange(at, Math.Min(body.Count - at, random.Next(1, 60))));
                        break;
                    default:
                        body.RemoveRange(at, random.Next(10) == 0 ? body.Count - at : 0);
                        break;
                }
            }

            read([.. body]);
        }
    }
}
