using System.Xml.Linq;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

internal static class DeleteOperations
{
    private const int MostKeys = 1000;

    public static Task DeleteOneAsync(S3Request request)
    {
        var deleted = Delete(request, request.Key, request.Query["versionId"]);
        if (deleted is not null && request.Bucket.Versioning != VersioningState.Off)
        {
            request.Http.Response.Headers["x-amz-version-id"] = deleted.VersionId;
            if (deleted.IsDeleteMarker)
                request.Http.Response.Headers["x-amz-delete-marker"] = "true";
        }
        return Respond.EmptyAsync(request, 204);
    }

    /// <summary>Up to 1,000 keys; each is allowed or refused for itself, in the body of a 200.</summary>
    public static async Task DeleteManyAsync(S3Request request)
    {
        var received = await RequestBody.ReadAsync(request);
        RequestChecksum.CheckMd5(request, Digests.Md5(received.Body));
        if (RequestChecksum.Check(request, received) is null && request.Header("Content-MD5") is null)
            throw S3Errors.InvalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        var root = RequestXml.Parse(received.Body, "Delete");
        var objects = RequestXml.Children(root, "Object").ToList();
        if (objects.Count is 0 or > MostKeys)
            throw S3Errors.MalformedXml();
        var bucket = request.Bucket;
        var quiet = RequestXml.Child(root, "Quiet") == "true";
        var outcomes = objects.Select(item => DeleteListed(request, item)).ToList();
        await Respond.XmlAsync(request, "DeleteResult", writer =>
        {
            foreach (var (key, versionId, deleted, error) in outcomes)
            {
                if (error is null && quiet)
                    continue;
                writer.WriteStartElement(error is null ? "Deleted" : "Error");
                writer.WriteElementString("Key", key);
                if (versionId is not null)
                    writer.WriteElementString("VersionId", versionId);
                if (error is not null)
                {
                    writer.WriteElementString("Code", error.Code);
                    writer.WriteElementString("Message", error.Message);
                }
                else if (deleted is { IsDeleteMarker: true } && bucket.Versioning != VersioningState.Off)
                {
                    writer.WriteElementString("DeleteMarker", "true");
                    writer.WriteElementString("DeleteMarkerVersionId", deleted.VersionId);
                }
                writer.WriteEndElement();
            }
        });
    }

    private static (string Key, string? VersionId, StoredObject? Deleted, S3Exception? Error) DeleteListed(
        S3Request request, XElement item)
    {
        var key = RequestXml.Child(item, "Key") is { Length: > 0 } text ? text : throw S3Errors.MalformedXml();
        var versionId = RequestXml.Child(item, "VersionId");
        try
        {
            return (key, versionId, Delete(request, key, versionId), null);
        }
        catch (S3Exception refused) when (refused.Code == "AccessDenied")
        {
            return (key, versionId, null, refused);
        }
    }

    private static StoredObject? Delete(S3Request request, string key, string? versionId)
    {
        request.Authorize(versionId is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion",
            S3Request.ArnOf(request.Target.Bucket, key));
        return request.Bucket.Delete(key, versionId, request.Now);
    }
}
