using System.Security.Cryptography;

namespace Longshore.Core.Layout;

/// <summary>
/// A batch's id: a hash of the batch's work, so that the same work has the same id however often it is scanned or delivered, and
/// no sender can choose the id.
/// </summary>
internal static class BatchIds
{
    private const int Length = 32;

    /// <param name="destination">Bucket, prefix and template.</param>
    /// <param name="volume">The volume's name: two volumes with the same files have different batches.</param>
    /// <param name="files">Path with the sender's size and mtime, sorted by path.</param>
    /// <returns>32 lower-case hexadecimal digits (128 bits of SHA-256).</returns>
    public static string Compute(
        S3Options destination, string volume, IEnumerable<(string Path, long? Size, Timestamp? Modified)> files) =>
        Hash(destination, volume, files.SelectMany(static file => new[]
        {
            file.Path, file.Size?.ToString(CultureInfo.InvariantCulture), file.Modified?.ToString(),
        }));

    /// <summary>The id of a batch whose files are a list in the bucket. It is known even if the list is gone.</summary>
    /// <param name="list">SHA-256 of the list.</param>
    public static string OfList(S3Options destination, string volume, string list) =>
        Hash(destination, volume, ["list", list]);

    public static bool IsBatchId(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    private static string Hash(S3Options destination, string volume, IEnumerable<string?> work)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string?[] place =
            [destination.ServiceUrl, destination.Bucket, destination.Prefix, destination.KeyTemplate, volume];
        foreach (var text in place.Concat(work))
        {
            // The length in front of each text makes the bytes of two different lists differ.
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            hash.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }
}
