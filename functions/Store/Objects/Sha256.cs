namespace Longshore.Store.Objects;

/// <summary>SHA-256 in Base64, as S3 writes it.</summary>
public static class Sha256
{
    public static string Base64(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToBase64String(hash);
    }
}
