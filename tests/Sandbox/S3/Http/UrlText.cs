using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Longshore.Sandbox.S3.Http;

/// <summary>
/// Percent-encoding as S3 and SigV4 use it: RFC 3986 unreserved characters stay, all else is UTF-8 bytes in hex.
/// </summary>
internal static class UrlText
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static readonly SearchValues<char> Plain = SearchValues.Create(Unreserved);
    private static readonly SearchValues<char> PlainAndSlash = SearchValues.Create(Unreserved + "/");

    public static void AppendEncoded(StringBuilder into, string text, bool keepSlash)
    {
        var plain = keepSlash ? PlainAndSlash : Plain;
        if (!text.AsSpan().ContainsAnyExcept(plain))
        {
            into.Append(text);
            return;
        }
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b < 128 && plain.Contains((char)b))
                into.Append((char)b);
            else
                into.Append('%').Append("0123456789ABCDEF"[b >> 4]).Append("0123456789ABCDEF"[b & 15]);
        }
    }

    /// <summary>As in a listing with <c>encoding-type=url</c>: a space becomes <c>+</c>, slashes stay.</summary>
    public static string EncodeForListing(string text)
    {
        var encoded = new StringBuilder(text.Length);
        AppendEncoded(encoded, text, keepSlash: true);
        return encoded.Replace("%20", "+").ToString();
    }

    /// <summary>Decodes once. Null if an escape is broken or the bytes are not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<char> text, bool plusIsSpace)
    {
        if (!text.ContainsAny('%', '+'))
            return text.ToString();
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return null;
                bytes[length++] = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }
            else if (text[i] == '+' && plusIsSpace)
                bytes[length++] = (byte)' ';
            else
                length += Encoding.UTF8.GetBytes(text.Slice(i, 1), bytes.AsSpan(length));
        }
        var used = bytes.AsSpan(0, length);
        return Utf8.IsValid(used) ? Encoding.UTF8.GetString(used) : null;
    }

    private static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
