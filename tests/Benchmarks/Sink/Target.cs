using System.Globalization;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>Takes addresses apart: path style alone, <c>/bucket/key?query</c>.</summary>
internal static class Target
{
    /// <summary>Splits a path; the key is empty for the bucket itself.</summary>
    public static void Split(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> bucket, out ReadOnlySpan<byte> key)
    {
        path = path.TrimStart((byte)'/');
        var slash = path.IndexOf((byte)'/');
        bucket = slash < 0 ? path : path[..slash];
        key = slash < 0 ? default : path[(slash + 1)..];
    }

    /// <summary>Resolves percent-encoding.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'%'))
            return text.ToArray();
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var value))
            {
                bytes[length++] = value;
                i += 2;
            }
            else
            {
                bytes[length++] = text[i];
            }
        }

        return bytes[..length];
    }

    /// <summary>Whether the query has a parameter, such as <c>uploads</c>.</summary>
    public static bool Has(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name) => Find(query, name, out _);

    /// <summary>A parameter's value, decoded; empty if it is not there.</summary>
    public static byte[] Value(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name) =>
        Find(query, name, out var value) ? Decode(value) : [];

    public static string Text(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(Value(query, name));

    public static int Number(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, int standard) =>
        int.TryParse(Value(query, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : standard;

    private static bool Find(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!query.IsEmpty)
        {
            var end = query.IndexOf((byte)'&');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? default : query[(end + 1)..];
            if (pair.StartsWith(name) && (pair.Length == name.Length || pair[name.Length] == '='))
            {
                value = pair.Length == name.Length ? default : pair[(name.Length + 1)..];
                return true;
            }
        }

        value = default;
        return false;
    }
}
