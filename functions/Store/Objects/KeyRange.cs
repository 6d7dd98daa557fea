using System.Collections.Concurrent;

namespace Longshore.Store.Objects;

/// <summary>
/// Lists the part of the bucket in which a set of keys lies: one request per 1,000 keys instead of one per key. Where too many
/// foreign keys lie between, each key that was not reached is asked for: a key that is missing in the answer is one that S3 does
/// not list.
/// </summary>
public sealed class KeyRange(S3Store store)
{
    /// <summary>
    /// A sparse set in a dense bucket: past this many foreign keys per wanted one, asking for each key is cheaper.
    /// </summary>
    private const int ForeignPerKey = 4;
    private const int Page = 1000;
    private const int AtOnce = 16;

    /// <summary>The wanted objects that S3 lists today: all of them.</summary>
    public async Task<IReadOnlyDictionary<string, ListedObject>> ListAsync(
        IReadOnlySet<string> wanted, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ListedObject>(StringComparer.Ordinal);
        if (wanted.Count == 0)
            return found;
        var ordered = wanted.Select(key => (Key: key, Bytes: Encoding.UTF8.GetBytes(key))).ToArray();
        Array.Sort(ordered, (left, right) => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes));
        var (first, last) = (ordered[0].Key, ordered[^1]);
        var budget = Page + ((ForeignPerKey + 1) * wanted.Count);
        var reached = default(byte[]);
        await foreach (var item in store.ListAsync(CommonPrefix(first, last.Key), Before(first), cancellation))
        {
            var isWanted = wanted.Contains(item.Key);
            if (isWanted)
                found[item.Key] = item;
            if (found.Count == wanted.Count
                || (isWanted ? item.Key == last.Key
                : Encoding.UTF8.GetBytes(item.Key).AsSpan().SequenceCompareTo(last.Bytes) >= 0))
                return found;
            if (--budget > 0)
                continue;
            reached = Encoding.UTF8.GetBytes(item.Key);
            break;
        }

        if (reached is not null)
            await AskAsync(ordered.Where(key => key.Bytes.AsSpan().SequenceCompareTo(reached) > 0).Select(key => key.Key), found,
                cancellation);
        return found;
    }

    private async Task AskAsync(IEnumerable<string> keys, Dictionary<string, ListedObject> found, CancellationToken cancellation)
    {
        var asked = new ConcurrentQueue<ListedObject>();
        await Parallel.ForEachAsync(keys,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (key, token) =>
        {
            if (await store.FindAsync(key, token) is { } item)
                asked.Enqueue(item);
        });
        foreach (var item in asked)
            found[item.Key] = item;
    }

    private static string CommonPrefix(string first, string last)
    {
        var length = 0;
        while (length < first.Length && length < last.Length && first[length] == last[length])
            length++;
        return Whole(first[..length]);
    }

    /// <summary>A key that sorts shortly before <paramref name="key"/>: all but its last character.</summary>
    private static string Before(string key) => Whole(key[..^1]);

    /// <summary>Half a surrogate pair is no text.</summary>
    private static string Whole(string text) => text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
}
