using System.Globalization;
using System.Net;
using System.Xml;
using Longshore.Settings;

namespace Longshore.Store.Objects;

/// <summary>
/// One answer of ListObjectsV2. Strict: what is not whole or lacks an element that S3 always sends is refused, since an object
/// that is overlooked would look as if it were missing. Source: Amazon S3 API, ListObjectsV2, "Response Syntax".
/// </summary>
/// <param name="Objects">In the order of the answer.</param>
/// <param name="Next">The token of the next page; null after the last.</param>
internal sealed record ListPage(IReadOnlyList<ListedObject> Objects, string? Next)
{
    /// <summary>Keys that S3 lists at once at most.</summary>
    private const int WholePage = 1000;

    /// <exception cref="FormatException">It is no such answer, or not all of it.</exception>
    public static ListPage Read(ReadOnlyMemory<byte> body)
    {
        var objects = new List<ListedObject>();
        var (encoded, count) = (false, (long?)null);
        bool? truncated = null;
        string? next = null;
        XmlFields.ReadChildren(body, "ListBucketResult", reader =>
        {
            switch (reader.LocalName)
            {
                case "Contents":
                    objects.Add(Contents(reader));
                    break;
                case "IsTruncated":
                    truncated = reader.ReadElementContentAsString() switch { "true" => true, "false" => false, _ => throw Not("IsTruncated") };
                    break;
                case "NextContinuationToken":
                    next = reader.ReadElementContentAsString();
                    break;
                case "EncodingType":
                    encoded = reader.ReadElementContentAsString() == "url";
                    break;
                case "KeyCount":
                    count = Number(reader.ReadElementContentAsString());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });

        if (count is { } told && told != objects.Count)
            throw Not($"KeyCount {told} beside {objects.Count} objects");
        // A store that does not say whether more follows has said it where it gives a token, or counts fewer keys than a page
        // holds.
        var more = truncated ?? (!string.IsNullOrEmpty(next) ? true : count < WholePage ? false : throw Not("neither IsTruncated nor a KeyCount below a page's"));
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

    private static ListedObject Contents(XmlReader contents)
    {
        string? key = null, etag = null;
        long? size = null;
        DateTimeOffset? modified = null;
        XmlFields.ReadChildren(contents, reader =>
        {
            switch (reader.LocalName)
            {
                case "Key":
                    key = reader.ReadElementContentAsString();
                    break;
                case "ETag":
                    etag = reader.ReadElementContentAsString().Trim('"');
                    break;
                case "Size":
                    size = Number(reader.ReadElementContentAsString());
                    break;
                case "LastModified":
                    modified = Moment(reader.ReadElementContentAsString());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        return new ListedObject(key ?? throw Not("an object without a key"), etag ?? "", size ?? throw Not("an object without a size"), modified);
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Not("a number");

    internal static DateTimeOffset? Moment(string text) =>
        Timestamp.TryParse(text, out var usual) ? usual.ToDateTimeOffset()
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
        : null;

    private static FormatException Not(string what) => new($"A listing that cannot be read: {what}.");
}
