namespace Longshore.Core.Clean;

/// <summary>
/// Writes the records of a cleanup: <c>{n}.begun.json</c> before its first deletion, <c>{n}.json</c> after its last. Neither is
/// ever replaced. The begun record reserves the number, so that two cleanups of a batch never share one.
/// </summary>
public sealed class CleanupRecords(S3Store store, StateKeys keys)
{
    /// <summary>The same as for a receipt.</summary>
    private const int Largest = 32 << 20;

    private const int MostUnwritten = 1_000;

    private readonly ConcurrentDictionary<string, UnwrittenCleanup> _unwritten = new(StringComparer.Ordinal);

    /// <summary>
    /// A cleanup of this process whose outcome is not written yet, or null: a retry of the event must write it, since its files
    /// are gone. If the process ends before, a later cleanup closes the begun record.
    /// </summary>
    /// <param name="receipt">The receipt's key.</param>
    public UnwrittenCleanup? Unwritten(string receipt) => _unwritten.GetValueOrDefault(receipt);

    /// <summary>Writes the begun record under the next free number: the first, or else the one after the listed ones.</summary>
    /// <param name="first">
    /// The lowest number that may be taken. A rest must not meet the number of its own cleanup again: it may be the same record.
    /// </param>
    /// <returns>The number. If this throws, nothing may be deleted.</returns>
    public async Task<int> BeginAsync(BegunCleanup begun, CancellationToken cancellation, int first = 1)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(begun, CleanupJson.Default.BegunCleanup);
        var number = first;
        while (!await store.PutRecordAsync(keys.CleanupBegun(begun.Batch, number), body, cancellation))
            number = 1 + (number == first ? Math.Max(first, await LatestAsync(begun.Batch, cancellation)) : number);
        return number;
    }

    /// <summary>
    /// Writes the outcome of a begun cleanup. Its number is taken only if a later cleanup closed the record and counted the files
    /// that were gone, or if a version without begun records wrote it: then the remaining files get a number of their own. May be
    /// called again after it failed.
    /// </summary>
    /// <returns>The outcome that was written last, its number, and whether this call is the first to report it.</returns>
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
        var other = await ReadOutcomeAsync(keys.Cleanup(begun.Batch, number), cancellation);
        var counted = other is { Interrupted: true }
            ? begun.DeletedBy(other).Select(file => file.Path).ToHashSet(StringComparer.Ordinal) : [];
        var deleted = begun.DeletedBy(outcome).ToArray();
        var left = Array.FindAll(deleted, file => !counted.Contains(file.Path));
        if (other is { Interrupted: true } && left.Length == 0)
            return (other, number, false);
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

    /// <summary>Writes an outcome under its number.</summary>
    /// <returns>False if another outcome has this number.</returns>
    public Task<bool> TryPutAsync(int number, CleanupOutcome outcome, CancellationToken cancellation) =>
        store.PutRecordAsync(keys.Cleanup(outcome.Batch, number),
            JsonSerializer.SerializeToUtf8Bytes(outcome, CleanupJson.Default.CleanupOutcome), cancellation);

    /// <summary>The begun record, and its outcome if it has ended. A record that cannot be believed is null.</summary>
    internal async Task<(BegunCleanup? Begun, CleanupOutcome? Outcome)> ReadAsync(
        CleanupPair listed, CancellationToken cancellation)
    {
        var begun = RecordJson.TryRead(
            await store.ReadAsync(keys.CleanupBegun(listed.Batch, listed.Number), Largest, cancellation),
            CleanupJson.Default.BegunCleanup);
        var outcome =
            listed.IsEnded ? await ReadOutcomeAsync(keys.Cleanup(listed.Batch, listed.Number), cancellation) : null;
        return (BegunCleanup.Problem(begun) is null && begun!.Batch == listed.Batch ? begun : null, outcome);
    }

    /// <summary>All begun records in the order of their keys.</summary>
    internal IAsyncEnumerable<CleanupPair> ListAsync(CancellationToken cancellation) =>
        CleanupPair.ReadAsync(store.ListAsync($"{keys.Root}cleanups/", "", cancellation), keys, cancellation)
            .Where(static pair => pair.Begun is not null);

    private async Task<CleanupOutcome?> ReadOutcomeAsync(string key, CancellationToken cancellation)
    {
        var outcome = RecordJson.TryRead(await store.ReadAsync(key, Largest, cancellation), CleanupJson.Default.CleanupOutcome);
        return CleanupOutcome.Problem(outcome) is null ? outcome : null;
    }

    private async Task<int> LatestAsync(string batch, CancellationToken cancellation) =>
        await store.ListAsync(keys.Cleanups(batch), "", cancellation)
            .Select(item => keys.TryReadCleanupKey(item.Key, out _, out var number, out _) ? number : 1)
            .AggregateAsync(1, static (most, number) => Math.Max(most, number), cancellation);
}

/// <summary>A cleanup whose files are deleted and whose outcome is not written yet.</summary>
/// <param name="Number">The begun record's number.</param>
/// <param name="Fault">The error that ended the look early, or null. Throw it after the outcome is written.</param>
public sealed record UnwrittenCleanup(BegunCleanup Begun, int Number, Exception? Fault, CleanupOutcome Outcome)
{
    private int _told;

    /// <summary>True only at the first call: several deliveries of the event may write the outcome, and it counts once.</summary>
    public bool IsFirst() => Interlocked.Exchange(ref _told, 1) == 0;
}
