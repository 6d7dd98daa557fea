using System.Globalization;
using System.Xml;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>ListObjectVersions: every version and delete marker, keys in byte order, newest first within a key.</summary>
internal static class ListVersionsOperation
{
    public static Task RunAsync(S3Request request)
    {
        var query = request.Query;
        if (query["delimiter"] is { Length: > 0 })
            throw S3Errors.NotImplemented("delimiter of ListObjectVersions");
        var prefix = query["prefix"] ?? "";
        var maxKeys = Math.Min(1000, query.Number("max-keys", 1000, 0, int.MaxValue));
        var page = Read(request.Bucket, prefix, query["key-marker"], query["version-id-marker"]).Take(maxKeys + 1).ToList();
        var truncated = maxKeys > 0 && page.Count > maxKeys;
        var encode = ListingXml.Encoder(query);
        return Respond.XmlAsync(request, "ListVersionsResult", writer =>
        {
            writer.WriteElementString("Name", request.Target.Bucket);
            writer.WriteElementString("Prefix", encode(prefix));
            writer.WriteElementString("KeyMarker", encode(query["key-marker"] ?? ""));
            writer.WriteElementString("VersionIdMarker", query["version-id-marker"] ?? "");
            writer.WriteElementString("MaxKeys", maxKeys.ToString(CultureInfo.InvariantCulture));
            if (query["encoding-type"] is { } encoding)
                writer.WriteElementString("EncodingType", encoding);
            writer.WriteElementString("IsTruncated", truncated ? "true" : "false");
            if (truncated)
            {
                writer.WriteElementString("NextKeyMarker", encode(page[maxKeys - 1].Version.Key));
                writer.WriteElementString("NextVersionIdMarker", page[maxKeys - 1].Version.VersionId);
            }
            foreach (var (version, isLatest) in page.Take(maxKeys))
                WriteVersion(writer, request, version, isLatest, encode);
        });
    }

    private static IEnumerable<(StoredObject Version, bool IsLatest)> Read(
        Bucket bucket, string prefix, string? keyMarker, string? versionMarker)
    {
        var keys = bucket.Keys();
        for (var at = KeyIndex.Seek(keys, prefix); at < keys.Length
            && keys[at].StartsWith(prefix, StringComparison.Ordinal); at++)
        {
            var order = keyMarker is null ? 1 : KeyOrder.Instance.Compare(keys[at], keyMarker);
            if (order < 0 || (order == 0 && versionMarker is null))
                continue;
            var versions = bucket.Entry(keys[at])?.Versions() ?? [];
            var skip = order == 0 ? Array.FindIndex(versions, version => version.VersionId == versionMarker) + 1 : 0;
            for (var i = skip; i < versions.Length; i++)
                yield return (versions[i], i == 0);
        }
    }

    private static void WriteVersion(
        XmlWriter writer, S3Request request, StoredObject version, bool isLatest, Func<string, string> encode)
    {
        writer.WriteStartElement(version.IsDeleteMarker ? "DeleteMarker" : "Version");
        writer.WriteElementString("Key", encode(version.Key));
        writer.WriteElementString("VersionId", version.VersionId);
        writer.WriteElementString("IsLatest", isLatest ? "true" : "false");
        if (version.IsDeleteMarker)
            writer.WriteElementString("LastModified", Respond.Iso(version.LastModified));
        else
            ListingXml.WriteObject(writer, version, version.Size);
        ListingXml.WriteOwner(writer, "Owner", request.Store.Account);
        writer.WriteEndElement();
    }
}
