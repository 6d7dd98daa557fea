using System.Globalization;
using System.Security.Cryptography;

namespace Longshore.Settings;

/// <summary>
/// S3's composite SHA-256: the hash of the parts' hashes, with the number of parts. Source: Amazon S3 User Guide, "Checking
/// object integrity".
/// </summary>
public static class CompositeChecksum
{
    /// <summary>Parts of one object at most. Source: Amazon S3 User Guide, "Multipart upload limits".</summary>
    public const int MostParts = 10_000;

    /// <param name="parts">SHA-256 of each part in order, in Base64.</param>
    public static string Of(IReadOnlyCollection<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(Convert.FromBase64String(part));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(hash.GetHashAndReset())}-{parts.Count}");
    }
}
