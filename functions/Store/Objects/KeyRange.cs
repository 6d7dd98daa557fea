using System.Collections.Concurrent;

namespace Longshore.Store.Objects;

/// <summary>
/// Lists the part of the bucket that contains a set of keys: one request per 1,000 keys instead of one per key. If too many other
/// keys lie between them, it asks for each remaining key. A key that is missing in the result is one that S3 does not list.
/// </summary>
public sealed class KeyRange(S3Store store)
{
    /// <summary>Past so many other keys per wanted key, asking for each key is cheaper.</summary>
    private const int ForeignPerKey = 4;
    private const int Page = 1000;
    private const int AtOnce = 16;

    /// <summary>Those of the wanted objects that S3 lists now.</summary>
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
            await AskAsync(ordered, Encoding.UTF8.GetBytes(item.Key), found, cancellation);
            break;
        }

        return found;
    }

    private async Task AskAsync((string Key, byte[] Bytes)[] ordered, byte[] reached, Dictionary<string, ListedObject> found,
        CancellationToken cancellation)
    {
        var asked = new ConcurrentQueue<ListedObject>();
        var several = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        var left = ordered.Where(key => key.Bytes.AsSpan().SequenceCompareTo(reached) > 0);
        await Parallel.ForEachAsync(left, several, async (key, token) =>
        {
            if (await store.FindAsync(key.Key, token) is { } item)
                asked.Enqueue(item);
        });
        foreach (var item in asked)
            found[item.Key] = item;
    }

    private static string CommonPrefix(string first, string last) => Whole(first[..first.AsSpan().CommonPrefixLength(last)]);

    /// <summary>A key that sorts shortly before <paramref name="key"/>: the same without its last character.</summary>
    private static string Before(string key) => Whole(key[..^1]);

    /// <summary>Drops half a surrogate pair at the end: it cannot be encoded.</summary>
    private static string Whole(string text) => text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
}
