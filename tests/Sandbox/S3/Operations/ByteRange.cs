using System.Globalization;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>A part of an object, from a Range header or a part number.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>
    /// One range of bytes (RFC 9110, 14.1.2). Null if there is no header or it is none that S3 obeys (several ranges, other
    /// units): then the whole object is meant. A range beyond the end is InvalidRange.
    /// </summary>
    public static ByteRange? Parse(string? header, long size)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.Ordinal)
            || header["bytes=".Length..].Split('-') is not [var first, var last])
            return null;
        if (first.Length == 0)
        {
            if (Number(last) is not { } suffix)
                return null;
            return suffix > 0 && size > 0
                ? new ByteRange(Math.Max(0, size - suffix), Math.Min(suffix, size)) : throw S3Errors.InvalidRange(header, size);
        }
        if (Number(first) is not { } from || (last.Length > 0 && Number(last) is null))
            return null;
        var to = Math.Min(Number(last) ?? long.MaxValue, size - 1);
        if (Number(last) < from)
            return null;
        return from < size ? new ByteRange(from, to - from + 1) : throw S3Errors.InvalidRange(header, size);
    }

    public string ContentRange(long size) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {Offset}-{Offset + Length - 1}/{size}");

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
