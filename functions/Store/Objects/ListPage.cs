using System.Buffers.Text;

namespace Longshore.Store.Objects;

/// <summary>
/// One answer of ListObjectsV2, read in one pass over its bytes. An answer that is cut or lacks a required element is refused: an
/// object that is overlooked would seem to be missing. Source: Amazon S3 API, ListObjectsV2, "Response Syntax".
/// </summary>
/// <param name="Objects">In the order of the answer.</param>
/// <param name="Next">The token of the next page; null on the last page.</param>
internal sealed record ListPage(IReadOnlyList<ListedObject> Objects, string? Next)
{
    /// <summary>Most keys in one page.</summary>
    private const int WholePage = 1000;

    private static ReadOnlySpan<byte> Quote => "&quot;"u8;

    /// <exception cref="FormatException">The bytes are not such an answer, or not all of it.</exception>
    public static ListPage Read(ReadOnlySpan<byte> body)
    {
        var reader = new XmlScan(body);
        var objects = new List<ListedObject>();
        var (encoded, count) = (false, (long?)null);
        bool? truncated = null;
        string? next = null;
        reader.Enter("ListBucketResult"u8);
        while (reader.TryChild(depth: 1))
        {
            if (reader.Name.SequenceEqual("Contents"u8))
                objects.Add(Contents(ref reader));
            else if (reader.Name.SequenceEqual("IsTruncated"u8))
                truncated = reader.Text() is var flag && flag.SequenceEqual("true"u8) ? true : flag.SequenceEqual("false"u8)
                    ? false : throw Not("IsTruncated is neither true nor false");
            else if (reader.Name.SequenceEqual("NextContinuationToken"u8))
                next = Decoded(reader.Text());
            else if (reader.Name.SequenceEqual("EncodingType"u8))
                encoded = reader.Text().SequenceEqual("url"u8);
            else if (reader.Name.SequenceEqual("KeyCount"u8))
                count = Number(reader.Text());
            else
                reader.Skip();
        }

        if (count is { } told && told != objects.Count)
            throw Not($"KeyCount is {told}, and it lists {objects.Count} objects");
        // Without IsTruncated, a token says that more follows, and a page that is not full says that it is the last.
        var more = truncated ?? (!string.IsNullOrEmpty(next) ? true : count < WholePage
            ? false : throw Not("it has neither IsTruncated nor a KeyCount below a page's"));
        if (more && string.IsNullOrEmpty(next))
            throw Not("it is truncated and has no NextContinuationToken");
        if (encoded)
        {
            for (var i = 0; i < objects.Count; i++)
            {
                if (objects[i].Key.AsSpan().ContainsAny('%', '+'))
                    objects[i] = objects[i] with { Key = WebUtility.UrlDecode(objects[i].Key) };
            }
        }

        return new ListPage(objects, more ? next : null);
    }

    private static ListedObject Contents(ref XmlScan reader)
    {
        string? key = null, etag = null;
        long? size = null;
        DateTimeOffset? modified = null;
        while (reader.TryChild(depth: 2))
        {
            if (reader.Name.SequenceEqual("Key"u8))
                key = Decoded(reader.Text());
            else if (reader.Name.SequenceEqual("ETag"u8))
                etag = ETag.Of(Decoded(Unquoted(reader.Text())));
            else if (reader.Name.SequenceEqual("Size"u8))
                size = Number(reader.Text());
            else if (reader.Name.SequenceEqual("LastModified"u8))
                modified = Moment(reader.Text());
            else
                reader.Skip();
        }

        return new ListedObject(key ?? throw Not("an object has no key"), etag ?? "",
            size ?? throw Not("an object has no size"), modified);
    }

    internal static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length ? number : throw Not("a bad number");

    internal static DateTimeOffset? Moment(ReadOnlySpan<byte> text) =>
        Timestamp.TryParse(Encoding.UTF8.GetString(text), out var usual)
            ? usual.ToDateTimeOffset()
            : DateTimeOffset.TryParse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;

    /// <summary>Drops the quotes of an ETag. S3 writes them as entities; without them nothing needs decoding.</summary>
    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> text) =>
        text.StartsWith(Quote) && text.EndsWith(Quote) && text.Length >= 2 * Quote.Length
            ? text[Quote.Length..^Quote.Length] : text;

    /// <summary>The text with its entities decoded.</summary>
    internal static string Decoded(ReadOnlySpan<byte> text)
    {
        var raw = Encoding.UTF8.GetString(text);
        return raw.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(raw) : raw;
    }

    private static FormatException Not(string what) => new(what);
}
