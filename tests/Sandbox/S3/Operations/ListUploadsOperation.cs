using System.Globalization;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>ListMultipartUploads: unfinished uploads by key, then by time.</summary>
internal static class ListUploadsOperation
{
    public static Task RunAsync(S3Request request)
    {
        var query = request.Query;
        if (query["delimiter"] is { Length: > 0 })
            throw S3Errors.NotImplemented("delimiter of ListMultipartUploads");
        var prefix = query["prefix"] ?? "";
        var most = Math.Min(1000, query.Number("max-uploads", 1000, 0, int.MaxValue));
        var rest = request.Bucket.Uploads.Values
            .Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(upload => upload.Key, KeyOrder.Instance).ThenBy(upload => upload.Initiated)
            .ThenBy(upload => upload.UploadId, StringComparer.Ordinal)
            .ToList();
        if (query["key-marker"] is { Length: > 0 } marker)
            rest = [.. rest.Skip(After(rest, marker, query["upload-id-marker"]))];
        var page = rest.Take(most).ToList();
        var encode = ListingXml.Encoder(query);
        return Respond.XmlAsync(request, "ListMultipartUploadsResult", writer =>
        {
            writer.WriteElementString("Bucket", request.Target.Bucket);
            writer.WriteElementString("KeyMarker", encode(query["key-marker"] ?? ""));
            writer.WriteElementString("UploadIdMarker", query["upload-id-marker"] ?? "");
            if (page.Count < rest.Count && page.Count > 0)
            {
                writer.WriteElementString("NextKeyMarker", encode(page[^1].Key));
                writer.WriteElementString("NextUploadIdMarker", page[^1].UploadId);
            }
            writer.WriteElementString("Prefix", encode(prefix));
            writer.WriteElementString("MaxUploads", most.ToString(CultureInfo.InvariantCulture));
            if (query["encoding-type"] is { } encoding)
                writer.WriteElementString("EncodingType", encoding);
            writer.WriteElementString("IsTruncated", page.Count < rest.Count ? "true" : "false");
            foreach (var upload in page)
            {
                writer.WriteStartElement("Upload");
                writer.WriteElementString("Key", encode(upload.Key));
                writer.WriteElementString("UploadId", upload.UploadId);
                ListingXml.WriteOwner(writer, "Initiator", upload.InitiatorArn);
                ListingXml.WriteOwner(writer, "Owner", request.Store.Account);
                writer.WriteElementString("StorageClass", upload.Headers.StorageClass);
                writer.WriteElementString("Initiated", Respond.Iso(upload.Initiated));
                writer.WriteEndElement();
            }
        });
    }

    private static int After(List<MultipartUpload> uploads, string key, string? uploadId)
    {
        var exact = string.IsNullOrEmpty(uploadId)
            ? -1 : uploads.FindIndex(upload => upload.Key == key && upload.UploadId == uploadId);
        return exact >= 0 ? exact + 1 : uploads.Count(upload => KeyOrder.Instance.Compare(upload.Key, key) <= 0);
    }
}
