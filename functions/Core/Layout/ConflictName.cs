namespace Longshore.Core.Layout;

/// <summary>
/// The key of a file whose own key holds other bytes: <c>a/b.jpg</c> becomes <c>a/b.{16 hex digits of its SHA-256}.jpg</c>.
/// </summary>
internal static class ConflictName
{
    private const int Digits = 16;

    /// <param name="sha256">Of the whole file, in Base64.</param>
    public static string Of(string key, string sha256)
    {
        var at = EndOfStem(key);
        return $"{key[..at]}.{Convert.ToHexStringLower(Convert.FromBase64String(sha256))[..Digits]}{key[at..]}";
    }

    /// <summary>Whether <see cref="Of"/> makes <paramref name="other"/> of a key.</summary>
    /// <param name="checksum">
    /// The file's; null for any. A composite one, which ends in <c>-{parts}</c>, does not contain the digits.
    /// </param>
    public static bool IsOf(string key, string other, string? checksum = null)
    {
        var at = EndOfStem(key);
        return other.Length == key.Length + 1 + Digits
            && other.StartsWith(key[..at] + '.', StringComparison.Ordinal)
            && other.EndsWith(key[at..], StringComparison.Ordinal)
            && other[(at + 1)..(at + 1 + Digits)].All(char.IsAsciiHexDigitLower)
            && (checksum is null || checksum.Contains('-', StringComparison.Ordinal) || other == OfText(key, checksum));
    }

    private static string? OfText(string key, string checksum)
    {
        Span<byte> hash = stackalloc byte[64];
        return Convert.TryFromBase64String(checksum, hash, out var length) && length * 2 >= Digits ? Of(key, checksum) : null;
    }

    /// <summary>Where a name's ending begins, or the key ends. The dot of a dotfile begins no ending.</summary>
    private static int EndOfStem(string key)
    {
        var (slash, dot) = (key.LastIndexOf('/'), key.LastIndexOf('.'));
        return dot > slash + 1 ? dot : key.Length;
    }
}
