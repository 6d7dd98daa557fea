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
        S3Options destination, string volume, IEnumerable<(string Path, long? Size, Timestamp? Modified)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string? text)
        {
            // The length in front of each text makes the bytes of two different lists differ.
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            hash.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
            hash.AppendData(bytes);
        }

        Add(destination.ServiceUrl);
        Add(destination.Bucket);
        Add(destination.Prefix);
        Add(destination.KeyTemplate);
        Add(volume);
        foreach (var (path, size, modified) in files)
        {
            Add(path);
            Add(size?.ToString(CultureInfo.InvariantCulture));
            Add(modified?.ToString());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }

    public static bool IsBatchId(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
