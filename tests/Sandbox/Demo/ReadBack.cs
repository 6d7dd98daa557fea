using System.Security.Cryptography;
using Longshore.Sandbox.Traces;
using Longshore.Sandbox.Writer;

namespace Longshore.Sandbox.Demo;

/// <summary>The judgement on a bucket: what it holds against what the writer wrote.</summary>
/// <param name="Objects">Objects outside the state prefix.</param>
/// <param name="Files">Files that the objects are or, as bundles, hold.</param>
/// <param name="Mismatched">Files whose object is absent or has other bytes, and objects that nobody wrote.</param>
/// <param name="Wrong">The first of those, by key.</param>
/// <param name="State">Objects under the state prefix.</param>
internal sealed record ReadBack(
    int Objects, int Files, int Mismatched, IReadOnlyList<string> Wrong, IReadOnlyList<ListedObject> State)
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
        var found = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(objects, new ParallelOptions
        {
            MaxDegreeOfParallelism = Readers,
            CancellationToken = cancellation,
        }, async (entry, token) =>
        {
            foreach (var held in await FilesAsync(bucket, entry.Key, entry.Size, token))
            {
                found.Add(held.Path);
                if (!expected.TryGetValue(held.Path, out var file) || held.Sha256 != file.Sha256 || held.Size != file.Size)
                    wrong.Add(held.Path);
            }
        });
        foreach (var absent in expected.Keys.Except(found, StringComparer.Ordinal))
            wrong.Add(absent);
        return new ReadBack(
            objects.Length, found.Count, wrong.Count, [.. wrong.Order(StringComparer.Ordinal).Take(Shown)], [.. listed[true]]);
    }

    /// <summary>The files in an object: many if it is a bundle, else it is the file.</summary>
    private static async Task<BundledFile[]> FilesAsync(
        BucketReader bucket, string key, long size, CancellationToken cancellation)
    {
        using var response = await bucket.OpenAsync(key, cancellation);
        if (key.EndsWith(".tar", StringComparison.Ordinal)
            && BundleReader.TryRead(await response.Content.ReadAsByteArrayAsync(cancellation)) is { } files)
            return files;
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(body, cancellation));
        return [new BundledFile(key, 0, size, hash)];
    }
}
