using Longshore.Sandbox.Traces;

namespace Longshore.FaultTests.Traces;

/// <content>Records and events that say something else.</content>
internal static partial class Mutations
{
    private static Dictionary<string, Func<ReceiptPut, TraceStep?>> Receipts() => new()
    {
        ["receipt-skips-attempts"] = static put => put with
        {
            Key = TraceKeys.WithNumber(put.Key, put.Receipt.Attempt + 100),
            Receipt = put.Receipt with { Attempt = put.Receipt.Attempt + 100 },
        },
        ["receipt-names-another-batch"] = static put => Of(put, receipt => receipt with { Batch = new string('0', 32) }),
        ["receipt-counts-one-more"] = static put => Of(put, receipt => receipt with
        {
            Counts = receipt.Counts with { Uploaded = receipt.Counts.Uploaded + 1, Planned = receipt.Counts.Planned + 1 },
        }),
        ["receipt-leaves-a-file-out"] = static put => Of(put, receipt => WithFiles(receipt, [.. receipt.Files.Skip(1)])),
        ["receipt-names-a-file-twice"] = static put => Of(put, receipt =>
            WithFiles(receipt, [.. receipt.Files, receipt.Files[0]])),
        ["receipt-names-another-etag"] = static put => put.Receipt.Settled.Any(line => line.Offset is null)
            ? OfLine(put, line => line with { ETag = "0" }, line => line.Offset is null)
            : OfBundle(put, bundle => bundle with { ETag = "0" }),
        ["receipt-names-another-checksum-of-a-bundle"] = static put =>
            OfBundle(put, bundle => bundle with { Checksum = Convert.ToBase64String(new byte[32]) }),
        ["receipt-leaves-the-bundles-out"] = static put => OfBundle(put, static _ => null),
        ["receipt-names-another-offset"] = static put =>
            OfLine(put, line => line with { Offset = line.Offset + 512 }, line => line.Offset is not null),
        ["receipt-names-another-length"] = static put =>
            OfLine(put, line => line with { Length = line.Length + 1 }, line => line.Offset is not null),
        ["receipt-names-another-size"] = static put => OfLine(put, line => line with { Size = line.Size + 1 }),
        ["receipt-names-another-key"] = static put => OfLine(put, line => line with { Key = line.Key + "-more" }),
        ["receipt-calls-a-failed-file-shipped"] = static put =>
            put.Receipt.Files.FirstOrDefault(file => !file.IsSettled) is { } file ? Of(put, receipt => WithFiles(receipt,
                [.. receipt.Files.Select(line => line == file ? line with { Outcome = "uploaded" } : line)])) : null,
    };

    private static Dictionary<string, Func<BegunPut, TraceStep?>> Begun() => new()
    {
        ["begun-record-leaves-a-file-out"] = static put => Of(put, files => files.Skip(1)),
        ["begun-record-names-what-was-not-shipped"] = static put => Of(put, files =>
            files.Skip(1).Append(files[0] with { Path = "not-shipped" })),
        ["begun-record-calls-itself-a-dry-run"] = static put => put with { Begun = put.Begun with { DryRun = true } },
        ["begun-record-names-another-file"] = static put => Of(put, files =>
            files.Skip(1).Append(files[0] with { Inode = files[0].Inode + 1 })),
    };

    private static Dictionary<string, Func<OutcomePut, TraceStep?>> Outcomes() => new()
    {
        ["outcome-counts-one-more"] = static put => Of(put, outcome => outcome with { Deleted = outcome.Deleted + 1 }),
        ["outcome-frees-one-byte-more"] = static put => Of(put, outcome => outcome with { BytesFreed = outcome.BytesFreed + 1 }),
        ["outcome-keeps-what-was-not-shipped"] = static put => Of(put, outcome => outcome with
        {
            Kept = new Dictionary<string, string>(outcome.Kept) { ["not-shipped"] = "changed" },
            Gone = outcome.Gone - 1,
        }),
        ["outcome-calls-itself-a-dry-run"] = static put => Of(put, outcome => outcome with { DryRun = true }),
        ["outcome-follows-another-receipt"] = static put => Of(put, outcome =>
            outcome with { Receipt = outcome.Receipt + ".gz" }),
    };

    private static Dictionary<string, Func<EventTaken, TraceStep?>> Events() => new()
    {
        ["synced-counts-others"] = static taken => IsSynced(taken) ? taken.With("missing", 1_000) : null,
        ["synced-names-another-batch"] = static taken => IsSynced(taken) ? taken.With("batch", new string('0', 32)) : null,
        ["synced-tells-nothing"] = static taken => IsSynced(taken) ? taken with { Data = default } : null,
        ["cleaned-counts-others"] = static taken => taken.IfCleaned() is not null ? taken.With("deleted", 1_000_000) : null,
        ["cleaned-gives-another-reason"] = static taken => taken.IfCleaned() is { } told
            ? taken.With("kept", new Dictionary<string, int>(told.Kept) { ["no-reason"] = 0 }) : null,
        ["scan-counts-others"] = static taken => taken.Type == EventRules.ScanCompleted ? taken.With("files", 1_000_000) : null,
    };

    private static ReceiptPut Of(ReceiptPut put, Func<Receipt, Receipt> change) => put with { Receipt = change(put.Receipt) };

    private static BegunPut Of(BegunPut put, Func<BegunLine[], IEnumerable<BegunLine>> change) =>
        put with { Begun = put.Begun with { Files = [.. change(put.Begun.Files)] } };

    private static OutcomePut Of(OutcomePut put, Func<Outcome, Outcome> change) => put with { Outcome = change(put.Outcome) };

    private static ReceiptPut? OfBundle(ReceiptPut put, Func<ReceiptBundle, ReceiptBundle?> change) => put.Receipt.Bundles is null
        ? null : Of(put, receipt => receipt with { Bundles = [.. receipt.Bundles!.Select(change).OfType<ReceiptBundle>()] });

    private static ReceiptPut? OfLine(
        ReceiptPut put, Func<ReceiptLine, ReceiptLine> change, Func<ReceiptLine, bool>? where = null) =>
        put.Receipt.Settled.FirstOrDefault(where ?? (static _ => true)) is { } settled ? Of(put, receipt =>
            receipt with { Files = [.. receipt.Files.Select(line => line == settled ? change(line) : line)] }) : null;

    /// <summary>The receipt with other files, and counts that balance.</summary>
    private static Receipt WithFiles(Receipt receipt, ReceiptLine[] files)
    {
        return receipt with
        {
            Files = files,
            Counts = new Counts(files.Length, Number("uploaded"), Number("present"), Number("deferred"), Number("missing"),
                Number("failed"), Number("remaining"), Bytes("uploaded"), Bytes("present")),
        };

        int Number(string outcome) => files.Count(file => file.Outcome == outcome);
        long Bytes(string outcome) => files.Where(file => file.Outcome == outcome).Sum(file => file.Size ?? 0);
    }
}
