using Longshore.Sandbox.Traces;

namespace Longshore.FaultTests.Traces;

/// <summary>
/// Makes of a true trace one that the protocol does not allow, each in one way. A mutation returns null if the trace has nothing
/// that it could change.
/// </summary>
internal static partial class Mutations
{
    public static IReadOnlyDictionary<string, Func<RunTrace, Random, RunTrace?>> All { get; } = MutationList().ToDictionary();

    private static IEnumerable<KeyValuePair<string, Func<RunTrace, Random, RunTrace?>>> MutationList() =>
    [
        .. Lost(), .. Swapped(), .. Doubled(), .. Changed<ReceiptPut>(Receipts(), IsTold), .. Changed<BegunPut>(Begun(), Deletes),
        .. Changed<OutcomePut>(Outcomes(), static (_, _) => true), .. Changed<EventTaken>(Events(), static (_, _) => true),
        .. Changed<ObjectPut>(Objects(), IsWhole), .. MoreObjects(), .. Bundles(), .. AtTheEnd(),
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
        ["upload-twice"] = static (trace, random) => trace.One<ReceiptPut>(random,
            put => Array.Exists(put.Receipt.Files, file => file.Outcome == "uploaded")) is { } put
            ? trace with { Steps = [.. trace.Steps, Again(trace, put)] } : null,
        ["begun-record-twice"] = static (trace, random) => trace.One<BegunPut>(random) is { } put ? trace.After(put, put) : null,
        ["outcome-twice"] = static (trace, random) => trace.One<OutcomePut>(random) is { } put ? trace.After(put, put) : null,
        ["scan-record-twice"] = static (trace, random) => trace.One<ScanPut>(random) is { } put ? trace.After(put, put) : null,
        ["cleaned-twice"] = static (trace, random) => Cleaned(trace, random) is var (taken, _)
            ? trace.After(taken, taken with { Id = taken.Id + "-again" }) : null,
        ["deletion-twice"] = static (trace, random) => trace.One<OutcomePut>(random, put => Counts(trace, put)) is { } put
            ? trace with { Steps = [.. trace.Steps, .. Again(trace, put)] } : null,
    };

    /// <summary>Mutations that put another step in place of one.</summary>
    /// <param name="where">Which steps may be changed.</param>
    private static IEnumerable<KeyValuePair<string, Func<RunTrace, Random, RunTrace?>>> Changed<T>(
        Dictionary<string, Func<T, TraceStep?>> changes, Func<RunTrace, T, bool> where)
        where T : TraceStep => changes.Select(change => KeyValuePair.Create<string, Func<RunTrace, Random, RunTrace?>>(change.Key,
            (trace, random) => trace.One<T>(random, step => where(trace, step) && change.Value(step) is not null) is { } step
                ? trace.Replace(step, change.Value(step)!) : null));

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
            && Seen.SetOf((taken.Read<Ready>()?.Files ?? []).Select(file => file.Path)) == files);
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
        && trace.Sha256Of(line) is var sha256 && !trace.Volume.Values.Contains(sha256)
        && trace.Steps.OfType<FileWritten>().LastOrDefault(file => file.IsOwn && file.Path == line.Path)?.Sha256 == sha256
        && !trace.Steps.OfType<FileRemoved>().Any(removed => removed.Path == line.Path)
        && !trace.Steps.OfType<ReceiptPut>().Any(other => other.Receipt.Batch != put.Begun.Batch
            && other.Receipt.Settled.Any(settled => trace.Sha256Of(settled) == sha256)));

    private static ReceiptLine? Line(RunTrace trace, Begun begun, string path) =>
        trace.Receipt(begun.Receipt).Receipt.Settled.FirstOrDefault(line => line.Path == path);

    /// <summary>The receipt once more, under the batch's next number.</summary>
    private static ReceiptPut Again(RunTrace trace, ReceiptPut put)
    {
        var next = 1 + trace.Steps.OfType<ReceiptPut>().Where(other => other.Receipt.Batch == put.Receipt.Batch)
            .Max(other => other.Receipt.Attempt);
        return new ReceiptPut(TraceKeys.WithNumber(put.Key, next), put.Receipt with { Attempt = next });
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
