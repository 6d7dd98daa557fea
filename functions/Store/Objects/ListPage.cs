using System.Buffers.Text;

namespace Longshore.Store.Objects;

/// <summary>
/// One answer of ListObjectsV2, read in one pass over its bytes: an object costs its key and its ETag and nothing else. Strict:
/// what is not whole or lacks an element that S3 always sends is refused, since an object that is overlooked would look as if it
/// were missing. Source: Amazon S3 API, ListObjectsV2, "Response Syntax".
/// </summary>
/// <param name="Objects">In the order of the answer.</param>
/// <param name="Next">The token of the next page; null after the last.</param>
internal sealed record ListPage(IReadOnlyList<ListedObject> Objects, string? Next)
{
    /// <summary>Keys that S3 lists at once at most.</summary>
    private const int WholePage = 1000;

    private static ReadOnlySpan<byte> Quote => "&quot;"u8;

    /// <exception cref="FormatException">It is no such answer, or not all of it.</exception>
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
                    ? false : throw Not("IsTruncated");
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
            throw Not($"KeyCount {told} beside {objects.Count} objects");
        // A store that does not say whether more follows has said it where it gives a token, or counts fewer keys than a page
        // holds.
        var more = truncated ?? (!string.IsNullOrEmpty(next) ? true : count < WholePage
            ? false : throw Not("neither IsTruncated nor a KeyCount below a page's"));
        if (more && string.IsNullOrEmpty(next))
            throw Not("IsTruncated without a NextContinuationToken");
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
                etag = Decoded(Unquoted(reader.Text())).Trim('"');
            else if (reader.Name.SequenceEqual("Size"u8))
                size = Number(reader.Text());
            else if (reader.Name.SequenceEqual("LastModified"u8))
                modified = Moment(reader.Text());
            else
                reader.Skip();
        }

        return new ListedObject(key ?? throw Not("an object without a key"), etag ?? "",
            size ?? throw Not("an object without a size"), modified);
    }

    internal static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length ? number : throw Not("a number");

    internal static DateTimeOffset? Moment(ReadOnlySpan<byte> text) =>
        Timestamp.TryParse(Encoding.UTF8.GetString(text), out var usual)
            ? usual.ToDateTimeOffset()
            : DateTimeOffset.TryParse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;

    /// <summary>S3 writes the quotes of an ETag as entities: without them there is nothing to resolve.</summary>
    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> text) =>
        text.StartsWith(Quote) && text.EndsWith(Quote) && text.Length >= 2 * Quote.Length
            ? text[Quote.Length..^Quote.Length] : text;

    /// <summary>Text with its entities resolved.</summary>
    internal static string Decoded(ReadOnlySpan<byte> text)
    {
        var raw = Encoding.UTF8.GetString(text);
        return raw.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(raw) : raw;
    }

    private static FormatException Not(string what) => new($"A listing that cannot be read: {what}.");
}
