using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>One page of a listing: objects, and what the delimiter rolls up, in the byte order of their names.</summary>
/// <param name="Last">The last key or rolled-up prefix of the page; the next page starts after it.</param>
internal sealed record ListingPage(
    IReadOnlyList<StoredObject> Objects, IReadOnlyList<string> CommonPrefixes, bool IsTruncated, string? Last)
{
    /// <summary>
    /// Sorts after every key that starts with the prefix it is appended to, save those with this very character.
    /// </summary>
    private const string Highest = "\uDBFF\uDFFF";

    /// <param name="after">Exclusive: a key, or a rolled-up prefix of the page before.</param>
    /// <param name="until">Younger objects are not listed; null lists all.</param>
    public static ListingPage Read(
        Bucket bucket, string prefix, string delimiter, string? after, int maxKeys, DateTimeOffset? until = null)
    {
        var keys = bucket.Keys();
        var objects = new List<StoredObject>();
        var rolledUp = new List<string>();
        string? last = null;
        var start = after is not null && KeyOrder.Instance.Compare(after, prefix) > 0 ? after : prefix;
        for (var at = KeyIndex.Seek(keys, start); maxKeys > 0 && at < keys.Length; at++)
        {
            var key = keys[at];
            if (!key.StartsWith(prefix, StringComparison.Ordinal))
                break;
            if (after is not null && KeyOrder.Instance.Compare(key, after) <= 0)
                continue;
            if (bucket.Get(key) is not { } stored || stored.LastModified > until)
                continue;
            var group = GroupOf(key, prefix, delimiter);
            if (group is not null && (group == after || group == last))
                continue;
            if (objects.Count + rolledUp.Count == maxKeys)
                return new ListingPage(objects, rolledUp, true, last);
            last = group ?? key;
            if (group is null)
                objects.Add(stored);
            else
            {
                rolledUp.Add(group);
                at = Math.Max(at, KeyIndex.Seek(keys, group + Highest) - 1);
            }
        }
        return new ListingPage(objects, rolledUp, false, last);
    }

    /// <summary>The key up to and with the first delimiter after the prefix; null if there is none.</summary>
    public static string? GroupOf(string key, string prefix, string delimiter)
    {
        if (delimiter.Length == 0)
            return null;
        var found = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return found < 0 ? null : key[..(found + delimiter.Length)];
    }
}
