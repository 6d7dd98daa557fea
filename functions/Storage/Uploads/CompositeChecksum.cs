using System.Globalization;
using System.Security.Cryptography;

namespace Longshore.Storage.Uploads;

/// <summary>
/// S3's composite SHA-256: the hash over the parts' hashes, with the number of parts. Source: Amazon S3 User Guide, "Checking
/// object integrity".
/// </summary>
internal static class CompositeChecksum
{
    /// <param name="parts">SHA-256 of each part in order, in Base64.</param>
    public static string Of(IReadOnlyCollection<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(Convert.FromBase64String(part));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(hash.GetHashAndReset())}-{parts.Count}");
    }
}
