using System.Globalization;
using System.Text;
using System.Xml;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>ListObjectsV2, and version 1 for the clients that still use it.</summary>
internal static class ListObjectsOperations
{
    public static Task ListV2Async(S3Request request)
    {
        var query = request.Query;
        var token = query["continuation-token"];
        var after = token is null ? NotEmpty(query["start-after"]) : ReadToken(token);
        var page = Read(request, after, out var maxKeys);
        if (token is null && request.Has(StoreQuirks.ListsEmptyPageFirst))
            page = new ListingPage([], [], IsTruncated: true, after ?? "\u0001");
        return Respond.XmlAsync(request, "ListBucketResult", writer =>
        {
            var encode = ListingXml.Encoder(query);
            WriteHead(writer, request, page, maxKeys, encode);
            writer.WriteElementString("KeyCount", Text(page.Objects.Count + page.CommonPrefixes.Count));
            if (token is not null)
                writer.WriteElementString("ContinuationToken", token);
            if (query["start-after"] is { Length: > 0 } startAfter)
                writer.WriteElementString("StartAfter", encode(startAfter));
            if (page.IsTruncated)
                writer.WriteElementString("NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(page.Last!)));
            WriteItems(writer, request, page, encode, query["fetch-owner"] == "true");
        });
    }

    public static Task ListAsync(S3Request request)
    {
        var page = Read(request, NotEmpty(request.Query["marker"]), out var maxKeys);
        return Respond.XmlAsync(request, "ListBucketResult", writer =>
        {
            var encode = ListingXml.Encoder(request.Query);
            WriteHead(writer, request, page, maxKeys, encode);
            writer.WriteElementString("Marker", encode(request.Query["marker"] ?? ""));
            if (page.IsTruncated && request.Query["delimiter"] is { Length: > 0 })
                writer.WriteElementString("NextMarker", encode(page.Last!));
            WriteItems(writer, request, page, encode, withOwner: true);
        });
    }

    private static ListingPage Read(S3Request request, string? after, out int maxKeys)
    {
        maxKeys = Math.Min(1000, request.Query.Number("max-keys", 1000, 0, int.MaxValue));
        return ListingPage.Read(
            request.Bucket, request.Query["prefix"] ?? "", request.Query["delimiter"] ?? "", after, maxKeys,
            request.Store.ListingDelay is { Ticks: > 0 } delay ? request.Now - delay : null);
    }

    private static void WriteHead(XmlWriter writer, S3Request request, ListingPage page, int maxKeys, Func<string, string> encode)
    {
        writer.WriteElementString("Name", request.Target.Bucket);
        writer.WriteElementString("Prefix", encode(request.Query["prefix"] ?? ""));
        if (request.Query["delimiter"] is { Length: > 0 } delimiter)
            writer.WriteElementString("Delimiter", encode(delimiter));
        writer.WriteElementString("MaxKeys", Text(maxKeys));
        if (request.Query["encoding-type"] is { } encoding && !request.Has(StoreQuirks.ListsEncodedUnsaid))
            writer.WriteElementString("EncodingType", encoding);
        writer.WriteElementString("IsTruncated", page.IsTruncated ? "true" : "false");
    }

    private static void WriteItems(
        XmlWriter writer, S3Request request, ListingPage page, Func<string, string> encode, bool withOwner)
    {
        foreach (var stored in request.Has(StoreQuirks.ListsUnsorted) ? page.Objects.Reverse() : page.Objects)
        {
            writer.WriteStartElement("Contents");
            writer.WriteElementString("Key", encode(stored.Key));
            ListingXml.WriteObject(writer, stored, request.Has(StoreQuirks.ListsOtherSizes) ? stored.Size + 1 : stored.Size);
            if (withOwner)
                ListingXml.WriteOwner(writer, "Owner", request.Store.Account);
            writer.WriteEndElement();
        }
        ListingXml.WritePrefixes(writer, page.CommonPrefixes, encode);
    }

    private static string ReadToken(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && length > 0
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw S3Errors.InvalidArgument("continuation-token", token, "The continuation token provided is incorrect");
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
