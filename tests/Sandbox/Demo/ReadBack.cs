using System.Security.Cryptography;
using Longshore.Sandbox.Writer;

namespace Longshore.Sandbox.Demo;

/// <summary>The judgement on a bucket: what it holds against what the writer wrote.</summary>
/// <param name="Objects">Objects outside the state prefix.</param>
/// <param name="Mismatched">Files whose object is absent or has other bytes, and objects that nobody wrote.</param>
/// <param name="Wrong">The first of those, by key.</param>
/// <param name="State">Objects under the state prefix.</param>
internal sealed record ReadBack(int Objects, int Mismatched, IReadOnlyList<string> Wrong, IReadOnlyList<ListedObject> State)
{
    private const string StatePrefix = "_longshore/";
    private const int Readers = 8;
    private const int Shown = 5;

    /// <summary>Reads every object and compares it with the checksum taken when its file was written.</summary>
    public static async Task<ReadBack> CompareAsync(
        BucketReader bucket, IReadOnlyList<WrittenFile> files, CancellationToken cancellation)
    {
        var listed = (await bucket.ListAsync("", cancellation))
            .ToLookup(static entry => entry.Key.StartsWith(StatePrefix, StringComparison.Ordinal));
        var expected = files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var objects = listed[false].ToArray();
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(objects, new ParallelOptions
        {
            MaxDegreeOfParallelism = Readers,
            CancellationToken = cancellation,
        }, async (entry, token) =>
        {
            if (!expected.TryGetValue(entry.Key, out var file) || !await HoldsAsync(bucket, entry, file, token))
                wrong.Add(entry.Key);
        });
        foreach (var absent in expected.Keys.Except(objects.Select(static entry => entry.Key), StringComparer.Ordinal))
            wrong.Add(absent);
        return new ReadBack(objects.Length, wrong.Count, [.. wrong.Order(StringComparer.Ordinal).Take(Shown)], [.. listed[true]]);
    }

    private static async Task<bool> HoldsAsync(
        BucketReader bucket, ListedObject entry, WrittenFile file, CancellationToken cancellation)
    {
        using var response = await bucket.OpenAsync(entry.Key, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(body, cancellation));
        return hash == file.Sha256 && entry.Size == file.Size;
    }
}
