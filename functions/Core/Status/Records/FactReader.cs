using System.Text.Json.Serialization.Metadata;
using Longshore.Core.Clean;

namespace Longshore.Core.Status.Records;

/// <summary>
/// Reads the records beneath the state prefix and changes none. Work and memory are bounded: it lists folders as a stream and
/// reads the newest records of the window, a few at a time. It reads a record once, as no record is ever replaced.
/// </summary>
/// <exception cref="StoreUnavailableException">The store cannot serve. One bad record never throws.</exception>
public sealed class FactReader(S3Store store, StateKeys keys, DeadLetterStore deadLetters)
{
    /// <summary>Much larger than a receipt of a thousand files with long paths.</summary>
    private const int Largest = 8 << 20;

    private const int AtOnce = 8;
    private const int MostLetters = 50;
    private const int MostBegun = 50;
    private const int MostDamaged = 100;

    /// <summary>A few objects of a folder may be archived or encrypted. More unreadable ones mean a broken store.</summary>
    private const int MostUnreadable = 10;

    private ConcurrentDictionary<string, (string ETag, object Fact)> _known = new(StringComparer.Ordinal);

    internal async Task<StatusFacts> ReadAsync(DateTimeOffset since, int records, CancellationToken cancellation)
    {
        var reading = new Reading();
        var scans = await FolderAsync("scans/", FormattableString.Invariant($"{keys.Root}scans/{since:yyyy'/'MM'/'dd}"), IsScan,
            since, records, cancellation);
        var receipts =
            await FolderAsync("receipts/", "", key => keys.TryReadReceiptKey(key, out _, out _), since, records, cancellation);
        var (cleanups, begun) = await CleanupsAsync(since, records, cancellation);
        Folder[] folders = [scans, receipts, cleanups];
        var scanFacts = await ReadAllAsync(
            scans, Reader(ScanJson.Default.ScanRecord, ScanFact.Problem, ScanFact.Of), reading, cancellation);
        var receiptFacts = await ReadAllAsync(receipts, ReadReceipt, reading, cancellation);
        var cleanupFacts = await ReadAllAsync(
            cleanups, Reader(CleanupJson.Default.CleanupOutcome, CleanupOutcome.Problem, CleanupFact.Of), reading, cancellation);
        var begunFacts = await ReadAllAsync(
            begun, Reader(CleanupJson.Default.BegunCleanup, BegunCleanup.Problem, BegunFact.Of), reading, cancellation);
        var foreignLetters = new ForeignObjects();
        var (chains, letters) = await LettersAsync(reading, foreignLetters, cancellation);
        _known = reading.Known;
        ForeignObjects[] foreign = [.. folders.Select(folder => folder.Objects.Foreign), foreignLetters];
        return new StatusFacts
        {
            Scans = [.. scanFacts.OrderBy(scan => scan.StartedAt)],
            Receipts = [.. receiptFacts.OrderBy(receipt => receipt.FinishedAt)],
            Cleanups = [.. cleanupFacts.OrderBy(cleanup => cleanup.FinishedAt)],
            Begun = [.. begunFacts.OrderBy(one => one.StartedAt)],
            BegunCount = begun.Objects.Listed,
            DeadLetters = new DeadLetterReport(chains.Events, chains.Waiting, [.. letters.Select(DeadLetterRow.Of)]),
            Damaged = new DamagedReport(reading.Damaged.Count + foreign.Sum(one => one.Count),
                [.. reading.Damaged.Concat(foreign.SelectMany(one => one.Named))
                    .OrderBy(damaged => damaged.Key, StringComparer.Ordinal).Take(MostDamaged)]),
            Folders =
            [
                .. folders.Select(folder => new FolderCount(
                    keys.Root + folder.Name, folder.Objects.Listed, folder.Objects.InWindow, folder.Newest.Count)),
                new FolderCount(keys.Root + "deadletters/", chains.Keys + foreignLetters.Count, chains.Events, letters.Count),
            ],
            HasOlderReceipts = receipts.Objects.Older > 0,
            ReceiptsFrom = receipts.Objects.InWindow > receipts.Newest.Count
                ? receiptFacts.Select(receipt => receipt.StartedAt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min() : null,
        };
    }

    private async Task<Folder> FolderAsync(
        string name, string after, Func<string, bool> isRecord, DateTimeOffset since, int most, CancellationToken cancellation)
    {
        var objects = new NewestObjects(most, since);
        await foreach (var item in store.ListAsync(keys.Root + name, after, cancellation))
        {
            if (isRecord(item.Key))
                objects.Add(item);
            else if (!keys.IsPermissionProbe(item.Key))
                objects.AddForeign(item.Key);
        }

        return new Folder(name, objects, objects.Take());
    }

    /// <summary>Outcomes of cleanups, and begun records of any age without an outcome.</summary>
    private async Task<(Folder Outcomes, Folder Begun)> CleanupsAsync(
        DateTimeOffset since, int most, CancellationToken cancellation)
    {
        var (outcomes, begun) = (new NewestObjects(most, since), new NewestObjects(MostBegun, DateTimeOffset.MinValue));
        var listing = store.ListAsync($"{keys.Root}cleanups/", "", cancellation);
        await foreach (var pair in CleanupPair.ReadAsync(listing, keys, cancellation))
        {
            if (pair.Foreign is { } foreign && !keys.IsPermissionProbe(foreign.Key))
                outcomes.AddForeign(foreign.Key);
            if (pair.Outcome is { } outcome)
                outcomes.Add(outcome);
            if (pair.Begun is not { } started)
                continue;
            outcomes.Pass();
            if (pair.Outcome is null)
                begun.Add(started);
        }

        return (new Folder("cleanups/", outcomes, outcomes.Take()), new Folder("cleanups/", begun, begun.Take()));
    }

    private async Task<IReadOnlyCollection<T>> ReadAllAsync<T>(
        Folder folder, Func<string, byte[], (T? Fact, string? Problem)> read, Reading reading, CancellationToken cancellation)
        where T : class
    {
        var facts = new ConcurrentBag<T>();
        var unreadable = 0;
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(folder.Newest, limit, async (item, token) =>
        {
            if (item.ETag.Length > 0 && _known.TryGetValue(item.Key, out var before) && before.ETag == item.ETag
                && before.Fact is T fact)
            {
                reading.Known[item.Key] = before;
                facts.Add(fact);
                return;
            }

            try
            {
                var (found, problem) = await ReadAsync(item, read, token);
                if (problem is not null)
                    reading.Damaged.Enqueue(new DamagedObject(item.Key, problem));
                if (found is null)
                    return;
                facts.Add(found);
                if (problem is null)
                    reading.Known[item.Key] = (item.ETag, found);
            }
            catch (StoreException error) when (Interlocked.Increment(ref unreadable) is var count
                && count <= MostUnreadable && count < folder.Newest.Count)
            {
                reading.Damaged.Enqueue(new DamagedObject(item.Key, $"the store does not hand it out: {error.Message}"));
            }
        });
        return facts;
    }

    private async Task<(T? Fact, string? Problem)> ReadAsync<T>(
        ListedObject item, Func<string, byte[], (T?, string?)> read, CancellationToken cancellation)
        where T : class
    {
        if (item.Size > Largest)
            return (null, $"it has {item.Size} bytes, over the {Largest} that are read here");
        try
        {
            return await store.ReadAsync(item.Key, Largest, cancellation) is { } body
                ? read(item.Key, body)
                : (null, "it was there when the folder was listed, and is gone");
        }
        catch (ObjectTooLargeException)
        {
            return (null, $"it has grown over the {Largest} bytes that are read here");
        }
        catch (InvalidDataException error)
        {
            return (null, error.Message);
        }
        catch (JsonException)
        {
            return (null, "it cannot be read: it is truncated or no such record");
        }
    }

    /// <param name="problemOf">Why the record cannot be believed, or null.</param>
    private static Func<string, byte[], (TFact? Fact, string? Problem)> Reader<TRecord, TFact>(
        JsonTypeInfo<TRecord> type, Func<TRecord?, string?> problemOf, Func<string, TRecord, TFact> factOf)
        where TRecord : class
        where TFact : class => (key, body) =>
    {
        var record = RecordJson.Read(body, type);
        return problemOf(record) is { } problem ? (null, problem) : (factOf(key, record!), null);
    };

    private (ReceiptFact? Fact, string? Problem) ReadReceipt(string key, byte[] body)
    {
        var receipt = ReceiptFile.Read(key, body, Largest);
        if (ReceiptFact.Unreadable(receipt) is { } unreadable)
            return (null, unreadable);
        keys.TryReadReceiptKey(key, out var batch, out var attempt);
        var problem = ReceiptCheck.Problem(receipt!, batch, attempt, ReceiptFile.SchemaOf(key));
        return (ReceiptFact.Of(key, receipt!, problem), problem);
    }

    /// <summary>Dead letters of any age.</summary>
    private async Task<(NewestChains Chains, IReadOnlyList<LetterLine> Letters)> LettersAsync(
        Reading reading, ForeignObjects foreign, CancellationToken cancellation)
    {
        var chains = new NewestChains(MostLetters);
        await foreach (var chain in deadLetters.ListAsync(foreign.Add, cancellation))
            chains.Add(chain);
        var lines = new ConcurrentBag<LetterLine>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce / 2, CancellationToken = cancellation };
        await Parallel.ForEachAsync(chains.Newest, limit, async (chain, token) =>
        {
            var letter = await deadLetters.ReadLastAsync(chain, token);
            if (letter.Problem is { } problem)
                reading.Damaged.Enqueue(new DamagedObject(letter.Key, problem));
            lines.Add(LetterLine.Of(letter));
        });
        return (chains, [.. lines.OrderBy(line => line.State == "replayed").ThenByDescending(line => line.ReceivedAt)]);
    }

    private bool IsScan(string key) => key.EndsWith(".json", StringComparison.Ordinal)
        && key[(keys.Root.Length + "scans/".Length)..].Split('/') is { Length: 4 };

    private sealed record Folder(string Name, NewestObjects Objects, IReadOnlyList<ListedObject> Newest);

    private sealed class Reading
    {
        public ConcurrentDictionary<string, (string ETag, object Fact)> Known { get; } = new(StringComparer.Ordinal);
        public ConcurrentQueue<DamagedObject> Damaged { get; } = [];
    }
}
