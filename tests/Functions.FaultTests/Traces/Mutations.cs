using Longshore.Sandbox.Traces;

namespace Longshore.FaultTests.Traces;

/// <summary>
/// Makes of a true trace one that the protocol does not allow, each in one way. A mutation returns null if the trace has nothing
/// that it could change.
/// </summary>
internal static class Mutations
{
    public static IReadOnlyDictionary<string, Func<RunTrace, Random, RunTrace?>> All { get; } = MutationList().ToDictionary();

    private static IEnumerable<KeyValuePair<string, Func<RunTrace, Random, RunTrace?>>> MutationList() =>
    [
        .. Lost(), .. Swapped(), .. Doubled(), .. Changed<ReceiptPut>(Receipts(), IsTold), .. Changed<BegunPut>(Begun(), Deletes),
        .. Changed<OutcomePut>(Outcomes(), static (_, _) => true), .. Changed<EventTaken>(Events(), static (_, _) => true),
        .. Changed<ObjectPut>(Objects(), IsWhole), .. AtTheEnd(),
    ];

    private static Dictionary<string, Func<RunTrace, Random, RunTrace?>> Lost() => new()
    {
        ["lose-batch-ready"] = static (trace, random) => trace.One<ReceiptPut>(random) is { } put
            ? trace.Without([.. ReadyFor(trace, put)]) : null,
        ["lose-object"] = static (trace, random) => Proof(trace, random) is var (_, put) ? trace.Without(put) : null,
        ["lose-receipt"] = static (trace, random) => trace.One<ReceiptPut>(random, put => IsTold(trace, put)) is { } put
            ? trace.Without(put) : null,
        ["lose-begun-record"] = static (trace, random) => trace.One<OutcomePut>(random) is { } put
            ? trace.Without(trace.BegunOf(put)) : null,
        ["lose-outcome"] = static (trace, random) => Cleaned(trace, random) is var (_, put) ? trace.Without(put) : null,
        ["lose-a-whole-cleanup"] = static (trace, random) => OnlyDeletion(trace, random) is { } put ? trace.Without(
            [.. trace.Steps.Where(step => ((step as BegunPut)?.Begun.Batch ?? (step as OutcomePut)?.Outcome.Batch
                ?? (step as EventTaken)?.IfCleaned()?.Batch) == put.Begun.Batch)]) : null,
    };

    private static Dictionary<string, Func<RunTrace, Random, RunTrace?>> Swapped() => new()
    {
        ["object-before-its-file"] = static (trace, random) => trace.One<ObjectPut>(random, put => IsWhole(trace, put)) is { } put
            && trace.Steps.OfType<FileWritten>().FirstOrDefault(file => file.Sha256 == put.Sha256) is { } file
            ? trace.Move(put, before: file) : null,
        ["receipt-before-batch-ready"] = static (trace, random) => trace.One<ReceiptPut>(random) is { } put
            ? trace.Move(put, before: ReadyFor(trace, put).First()) : null,
        ["receipt-before-its-object"] = static (trace, random) => Proof(trace, random) is var (receipt, put)
            ? trace.Move(receipt, before: put) : null,
        ["synced-before-receipt"] = static (trace, random) => trace.One<EventTaken>(random, IsSynced) is { } synced
            ? trace.Move(synced, before: trace.Receipt(synced.DataRef!)) : null,
        ["begun-record-before-receipt"] = static (trace, random) => trace.One<BegunPut>(random) is { } put
            ? trace.Move(put, before: trace.Receipt(put.Begun.Receipt)) : null,
        ["outcome-before-begun-record"] = static (trace, random) => trace.One<OutcomePut>(random) is { } put
            ? trace.Move(put, before: trace.BegunOf(put)) : null,
        ["cleaned-before-outcome"] = static (trace, random) => Cleaned(trace, random) is var (cleaned, put)
            ? trace.Move(cleaned, before: put) : null,
    };

    private static Dictionary<string, Func<RunTrace, Random, RunTrace?>> Doubled() => new()
    {
        ["receipt-twice"] = static (trace, random) => trace.One<ReceiptPut>(random) is { } put ? trace.After(put, put) : null,
        ["begun-record-twice"] = static (trace, random) => trace.One<BegunPut>(random) is { } put ? trace.After(put, put) : null,
        ["outcome-twice"] = static (trace, random) => trace.One<OutcomePut>(random) is { } put ? trace.After(put, put) : null,
        ["deletion-twice"] = static (trace, random) => trace.One<OutcomePut>(random, put => Counts(trace, put)) is { } put
            ? trace with { Steps = [.. trace.Steps, .. Again(trace, put)] } : null,
    };

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
        ["receipt-names-another-etag"] = static put => OfLine(put, line => line with { ETag = "0" }),
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
        ["begun-record-names-another-file"] = static put => Of(put, files =>
            files.Skip(1).Append(files[0] with { Inode = files[0].Inode + 1 })),
    };

    private static Dictionary<string, Func<OutcomePut, TraceStep?>> Outcomes() => new()
    {
        ["outcome-counts-one-more"] = static put => Of(put, outcome => outcome with { Deleted = outcome.Deleted + 1 }),
        ["outcome-frees-one-byte-more"] = static put => Of(put, outcome => outcome with { BytesFreed = outcome.BytesFreed + 1 }),
        ["outcome-keeps-what-was-not-shipped"] = static put => Of(put, outcome => outcome with
        {
            Kept = new SortedDictionary<string, string>(outcome.Kept) { ["not-shipped"] = "changed" },
        }),
        ["outcome-follows-another-receipt"] = static put => Of(put, outcome =>
            outcome with { Receipt = outcome.Receipt + ".gz" }),
    };

    private static Dictionary<string, Func<EventTaken, TraceStep?>> Events() => new()
    {
        ["synced-counts-others"] = static taken => IsSynced(taken)
            ? taken.WithData(taken.Read<Counts>() with { Missing = 1_000 }) : null,
        ["cleaned-counts-others"] = static taken => taken.IfCleaned() is { } told
            ? taken.WithData(told with { Deleted = 1_000_000 }) : null,
        ["scan-counts-others"] = static taken => taken.Type == EventRules.ScanCompleted
            ? taken.WithData(taken.Read<ScanResult>() with { Files = 1_000_000 }) : null,
    };

    private static Dictionary<string, Func<ObjectPut, TraceStep?>> Objects() => new()
    {
        ["object-holds-what-no-file-had"] = static put => put with { Sha256 = Other(put.Sha256) },
        ["object-has-another-key"] = static put => put with { Key = put.Key + "-elsewhere" },
    };

    private static Dictionary<string, Func<RunTrace, Random, RunTrace?>> AtTheEnd() => new()
    {
        ["object-overwritten"] = static (trace, random) => trace.KeepsVersions
            || trace.One<ObjectPut>(random, put => IsWhole(trace, put)) is not { } put
            ? null : trace.After(put, put with { Sha256 = Other(put.Sha256) }),
        ["object-deleted"] = static (trace, random) => trace.One<ObjectPut>(random, put => IsWhole(trace, put)) is { } put
            ? trace.After(put, new ObjectDeleted(put.Key)) : null,
        ["object-no-longer-there"] = static (trace, random) => Proof(trace, random) is var (_, put)
            ? trace with { Objects = [.. trace.Objects.Where(stored => stored != put)] } : null,
        ["object-that-nobody-put"] = static (trace, random) => Proof(trace, random) is var (_, put)
            ? trace with { Objects = [.. trace.Objects, put with { Key = put.Key + "-more" }] } : null,
        ["file-lost"] = static (trace, random) => trace.One<FileWritten>(random, file => file.IsOwn) is { } file
            ? trace with { Steps = [.. trace.Steps, file with { Path = "lost", Sha256 = Other(file.Sha256) }] } : null,
        ["deleted-file-is-there"] = static (trace, random) =>
            trace.One<OutcomePut>(random, put => Counts(trace, put)) is { } put && Deleted(trace, put) is var (path, sha256)
            ? trace with { Volume = new Dictionary<string, string>(trace.Volume) { [path] = sha256 } } : null,
    };

    /// <summary>Mutations that put another step in place of one.</summary>
    /// <param name="where">Which steps may be changed.</param>
    private static IEnumerable<KeyValuePair<string, Func<RunTrace, Random, RunTrace?>>> Changed<T>(
        Dictionary<string, Func<T, TraceStep?>> changes, Func<RunTrace, T, bool> where)
        where T : TraceStep => changes.Select(change => KeyValuePair.Create<string, Func<RunTrace, Random, RunTrace?>>(change.Key,
            (trace, random) => trace.One<T>(random, step => where(trace, step) && change.Value(step) is not null) is { } step
                ? trace.Replace(step, change.Value(step)!) : null));

    private static ReceiptPut Of(ReceiptPut put, Func<Receipt, Receipt> change) => put with { Receipt = change(put.Receipt) };

    private static BegunPut Of(BegunPut put, Func<BegunLine[], IEnumerable<BegunLine>> change) =>
        put with { Begun = put.Begun with { Files = [.. change(put.Begun.Files)] } };

    private static OutcomePut Of(OutcomePut put, Func<Outcome, Outcome> change) => put with { Outcome = change(put.Outcome) };

    private static ReceiptPut? OfLine(ReceiptPut put, Func<ReceiptLine, ReceiptLine> change) =>
        put.Receipt.Settled.FirstOrDefault() is { } settled ? Of(put, receipt =>
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

    private static string Other(string sha256) => (sha256[0] == '0' ? '1' : '0') + sha256[1..];

    /// <summary>Whether a file's object has bytes that the writer never left half written.</summary>
    private static bool IsWhole(RunTrace trace, ObjectPut put) =>
        !put.Key.StartsWith(TraceKeys.State, StringComparison.Ordinal)
        && !trace.Careless.Contains(TraceKeys.WithoutMark(put.Key));

    private static bool IsSynced(EventTaken taken) => taken.Type == EventRules.Synced;

    private static Cleaned? IfCleaned(this EventTaken taken) =>
        taken.Type == EventRules.Cleaned ? taken.Read<Cleaned>() : null;

    /// <summary>Whether an event tells of the receipt.</summary>
    private static bool IsTold(RunTrace trace, ReceiptPut put) =>
        trace.Steps.Any(step => (step as EventTaken)?.DataRef == put.Key);

    private static bool Deletes(RunTrace trace, BegunPut put) => put.Begun.Files.Length > 0;

    /// <summary>Whether the outcome counts deleted files, none of them empty.</summary>
    private static bool Counts(RunTrace trace, OutcomePut put) =>
        put.Outcome.Deleted > 0 && trace.BegunOf(put).Begun.Files.All(file => file.Size > 0);

    /// <summary>The events that announced a receipt's files.</summary>
    private static IEnumerable<EventTaken> ReadyFor(RunTrace trace, ReceiptPut put)
    {
        var files = Seen.SetOf(put.Receipt.Files.Select(file => file.Path));
        return trace.Steps.OfType<EventTaken>().Where(taken => taken.Type == EventRules.Ready
            && Seen.SetOf(taken.Read<Ready>().Files.Select(file => file.Path)) == files);
    }

    /// <summary>A receipt and an object that it names.</summary>
    private static (ReceiptPut Receipt, ObjectPut Put)? Proof(RunTrace trace, Random random) =>
        trace.One<ReceiptPut>(random, put => put.Receipt.Settled.Any()) is { } put
            ? (put, trace.ObjectOf(put.Receipt.Settled.First())) : null;

    /// <summary>A <c>batch.cleaned</c> and the only outcome that it can tell of.</summary>
    private static (EventTaken Cleaned, OutcomePut Put)? Cleaned(RunTrace trace, Random random) => trace.One<EventTaken>(random,
        taken => taken.IfCleaned() is { } told && trace.OutcomesOf(told.Batch).Length == 1) is { } taken
        ? (taken, trace.OutcomesOf(taken.IfCleaned()!.Batch)[0]) : null;

    /// <summary>A begun record with a file that is gone from the volume, and that no other batch has shipped.</summary>
    private static BegunPut? OnlyDeletion(RunTrace trace, Random random) => trace.One<BegunPut>(random, put =>
        put.Begun.Files.Length > 0 && Line(trace, put.Begun, put.Begun.Files[0].Path) is { } line
        && trace.ObjectOf(line).Sha256 is var sha256 && !trace.Volume.Values.Contains(sha256)
        && trace.Steps.OfType<FileWritten>().Last(file => file.IsOwn && file.Path == line.Path).Sha256 == sha256
        && !trace.Steps.OfType<FileRemoved>().Any(removed => removed.Path == line.Path)
        && !trace.Steps.OfType<ReceiptPut>().Any(other => other.Receipt.Batch != put.Begun.Batch
            && other.Receipt.Settled.Any(settled => settled.ETag == line.ETag)));

    private static ReceiptLine? Line(RunTrace trace, Begun begun, string path) =>
        trace.Receipt(begun.Receipt).Receipt.Settled.FirstOrDefault(line => line.Path == path);

    /// <summary>A file that the outcome counts as deleted, with its bytes.</summary>
    private static (string Path, string Sha256)? Deleted(RunTrace trace, OutcomePut put)
    {
        var begun = trace.BegunOf(put).Begun;
        var path = Seen.DeletedBy(begun, put.Outcome).First().Path;
        return Line(trace, begun, path) is { } line ? (path, trace.ObjectOf(line).Sha256) : null;
    }

    /// <summary>The records of a cleanup once more, under the batch's next number.</summary>
    private static TraceStep[] Again(RunTrace trace, OutcomePut put)
    {
        var begun = trace.BegunOf(put);
        var next = 1 + trace.Steps.OfType<BegunPut>().Where(other => other.Begun.Batch == begun.Begun.Batch)
            .Max(other => TraceKeys.Parts(other.Key).Number);
        return
        [
            begun with { Key = TraceKeys.WithNumber(begun.Key, next) }, put with { Key = TraceKeys.WithNumber(put.Key, next) },
        ];
    }
}
