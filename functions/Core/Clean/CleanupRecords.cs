using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Longshore.Core.Clean;

/// <summary>
/// Writes the account of a cleanup: <c>{n}.begun.json</c> before its first deletion, <c>{n}.json</c> after its last. Neither is
/// ever replaced. The begun record claims the number, so that no two cleanups of a batch meet at one, whether or not they find
/// anything to delete.
/// </summary>
public sealed class CleanupRecords(S3Store store, StateKeys keys)
{
    /// <summary>As large as a receipt may be.</summary>
    private const int Largest = 32 << 20;

    private const int MostUnwritten = 1_000;

    private readonly ConcurrentDictionary<string, UnwrittenCleanup> _unwritten = new(StringComparer.Ordinal);

    /// <summary>
    /// An outcome of this process that could not be written: a retry of the event writes it, and answers for the files that are
    /// gone by then. Where the process ends first, the begun record is closed by a later cleanup.
    /// </summary>
    /// <param name="receipt">The receipt's key.</param>
    public UnwrittenCleanup? Unwritten(string receipt) => _unwritten.GetValueOrDefault(receipt);

    /// <summary>
    /// Puts the begun record under the next free number. Most batches are cleaned once; of one that is kept for long and
    /// delivered again and again the numbers taken are listed, not tried one by one.
    /// </summary>
    /// <param name="first">
    /// The lowest number that may be taken. A rest must not meet the number of its own cleanup again: it may be the same record.
    /// </param>
    /// <returns>The number. Where this throws, nothing may be deleted.</returns>
    public async Task<int> BeginAsync(BegunCleanup begun, CancellationToken cancellation, int first = 1)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(begun, CleanupJson.Default.BegunCleanup);
        var number = first;
        while (!await store.PutRecordAsync(keys.CleanupBegun(begun.Batch, number), body, cancellation))
            number = 1 + (number == first ? Math.Max(first, await LatestAsync(begun.Batch, cancellation)) : number);
        return number;
    }

    /// <summary>
    /// Puts the outcome of a begun cleanup. Its number is taken only where a later cleanup took this one for dead and has counted
    /// what was gone by then, or where a version without begun records wrote it: then what is not counted yet goes under a number
    /// of its own.
    /// </summary>
    /// <returns>
    /// The outcome that is written last, its number, and whether it is ours and no call has told so before. May be repeated after
    /// it failed.
    /// </returns>
    public async Task<(CleanupOutcome Outcome, int Number, bool IsFirst)> EndAsync(
        UnwrittenCleanup done, CancellationToken cancellation)
    {
        var receipt = done.Outcome.Receipt;
        if (_unwritten.Count < MostUnwritten)
            _unwritten[receipt] = done;
        var (outcome, number, isOurs) = await EndAsync(done.Begun, done.Number, done.Outcome, cancellation);
        _unwritten.TryRemove(KeyValuePair.Create(receipt, done));
        return (outcome, number, isOurs && done.IsFirst());
    }

    private async Task<(CleanupOutcome Outcome, int Number, bool IsOurs)> EndAsync(
        BegunCleanup begun, int number, CleanupOutcome outcome, CancellationToken cancellation)
    {
        if (await TryPutAsync(number, outcome, cancellation))
            return (outcome, number, true);
        var theirs = await ReadOutcomeAsync(keys.Cleanup(begun.Batch, number), cancellation);
        var counted = theirs is { Interrupted: true }
            ? begun.DeletedBy(theirs).Select(file => file.Path).ToHashSet(StringComparer.Ordinal) : [];
        var deleted = begun.DeletedBy(outcome).ToArray();
        var left = Array.FindAll(deleted, file => !counted.Contains(file.Path));
        if (theirs is { Interrupted: true } && left.Length == 0)
            return (theirs, number, false);
        var rest = outcome with
        {
            Deleted = left.Length,
            BytesFreed = CleanupOutcome.Freed(left.Select(file => file.Size)),
            Gone = outcome.Gone + deleted.Length - left.Length,
            GoneMeanwhile = null,
        };
        var next = begun with { Files = left, Gone = rest.Gone, Kept = outcome.Kept };
        return await EndAsync(next, await BeginAsync(next, cancellation, number + 1), rest, cancellation);
    }

    /// <summary>Puts an outcome under its number.</summary>
    /// <returns>False if another stands there.</returns>
    public Task<bool> TryPutAsync(int number, CleanupOutcome outcome, CancellationToken cancellation) =>
        store.PutRecordAsync(keys.Cleanup(outcome.Batch, number),
            JsonSerializer.SerializeToUtf8Bytes(outcome, CleanupJson.Default.CleanupOutcome), cancellation);

    /// <summary>The begun record and, if there is one, its outcome; nothing of either that cannot be believed.</summary>
    public async Task<(BegunCleanup? Begun, CleanupOutcome? Outcome)> ReadAsync(
        string batch, int number, bool isEnded, CancellationToken cancellation)
    {
        var begun = TryRead(await store.ReadAsync(keys.CleanupBegun(batch, number), Largest, cancellation),
            CleanupJson.Default.BegunCleanup);
        var outcome = isEnded ? await ReadOutcomeAsync(keys.Cleanup(batch, number), cancellation) : null;
        return (BegunCleanup.Problem(begun) is null && begun!.Batch == batch ? begun : null, outcome);
    }

    /// <summary>Every begun record, by the order of its key.</summary>
    public async IAsyncEnumerable<ListedCleanup> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (
            var pair in CleanupPair.ReadAsync(store.ListAsync($"{keys.Root}cleanups/", "", cancellation), keys, cancellation))
        {
            if (pair.Begun is { } begun)
                yield return new ListedCleanup(pair.Batch, pair.Number, begun.Modified, pair.Outcome is not null);
        }
    }

    private async Task<CleanupOutcome?> ReadOutcomeAsync(string key, CancellationToken cancellation)
    {
        var outcome = TryRead(await store.ReadAsync(key, Largest, cancellation), CleanupJson.Default.CleanupOutcome);
        return CleanupOutcome.Problem(outcome) is null ? outcome : null;
    }

    private async Task<int> LatestAsync(string batch, CancellationToken cancellation)
    {
        var latest = 1;
        await foreach (var item in store.ListAsync(keys.Cleanups(batch), "", cancellation))
        {
            if (keys.TryReadCleanupKey(item.Key, out _, out var number, out _))
                latest = Math.Max(latest, number);
        }

        return latest;
    }

    private static T? TryRead<T>(byte[]? body, JsonTypeInfo<T> type)
        where T : class => body is null ? null : RecordJson.TryRead(body, type);
}

/// <param name="number">Of the begun record.</param>
/// <param name="fault">What ended the look early: to be thrown once what was done is accounted for.</param>
public sealed class UnwrittenCleanup(BegunCleanup begun, int number, Exception? fault, CleanupOutcome outcome)
{
    private int _told;

    public BegunCleanup Begun => begun;

    public int Number => number;

    public Exception? Fault => fault;

    public CleanupOutcome Outcome => outcome;

    /// <summary>True once: what it came to is counted once, however many deliveries of the event write it.</summary>
    public bool IsFirst() => Interlocked.Exchange(ref _told, 1) == 0;
}

/// <summary>A begun record as a listing shows it.</summary>
/// <param name="At">When it was put, by the store's clock; null where the listing does not say.</param>
/// <param name="IsEnded">Whether its outcome is there.</param>
public readonly record struct ListedCleanup(string Batch, int Number, DateTimeOffset? At, bool IsEnded);
