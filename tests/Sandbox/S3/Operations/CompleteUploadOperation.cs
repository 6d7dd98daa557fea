using System.Globalization;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>
/// Puts the listed parts together. A refused completion leaves the upload as it was; a second one finds no upload.
/// </summary>
internal static class CompleteUploadOperation
{
    public static async Task RunAsync(S3Request request)
    {
        var received = await RequestBody.ReadAsync(request);
        var upload = UploadLookup.Find(request);
        var check = WriteConditions.For(request);
        var parts = PartSelection.Select(
            upload, RequestXml.Parse(received.Body, "CompleteMultipartUpload"), request.Options.MinimumPartSize);
        StoredObject stored;
        lock (upload.Completion)
        {
            if (!request.Bucket.Uploads.ContainsKey(upload.UploadId))
                throw S3Errors.NoSuchUpload(upload.UploadId);
            stored = request.Bucket.Put(Assemble(request, upload, parts), check);
            request.Bucket.Uploads.TryRemove(upload.UploadId, out _);
        }
        ObjectResponse.AddEncryption(request, stored.Headers);
        if (request.Bucket.Versioning != VersioningState.Off)
            request.Http.Response.Headers["x-amz-version-id"] = stored.VersionId;
        await Respond.XmlAsync(request, "CompleteMultipartUploadResult", writer =>
        {
            writer.WriteElementString("Location", $"http://{request.Http.Request.Host}{request.Target.Path}");
            writer.WriteElementString("Bucket", request.Target.Bucket);
            writer.WriteElementString("Key", stored.Key);
            writer.WriteElementString("ETag", ObjectResponse.Quote(stored.ETag));
            if (request.Has(StoreQuirks.TellsNoChecksums))
                return;
            writer.WriteElementString(stored.Checksum!.Algorithm.Element(),
                ObjectResponse.ChecksumValue(request, stored.Checksum));
            writer.WriteElementString("ChecksumType", stored.Checksum.Type.Name());
        });
    }

    private static StoredObject Assemble(S3Request request, MultipartUpload upload, List<UploadedPart> parts)
    {
        var body = Body.Concat(parts.Select(part => part.Body));
        if (request.Header("x-amz-mp-object-size") is { } size && size != body.Length.ToString(CultureInfo.InvariantCulture))
            throw S3Errors.InvalidRequest("The provided 'x-amz-mp-object-size' header does not match what was computed.");
        var checksum = upload.Type == ChecksumType.Composite
            ? Digests.Composite(upload.Algorithm, [.. parts.Select(part => part.Checksum)])
            : Convert.ToBase64String(Digests.Compute(upload.Algorithm, body));
        if (request.Header(upload.Algorithm.Header()) is { } announced && announced != checksum)
            throw S3Errors.BadDigest(upload.Algorithm.Name());
        var md5 = Digests.Md5(new Body([new ReadOnlyMemory<byte>([.. parts.SelectMany(part => part.Md5)])]));
        return new StoredObject
        {
            Key = upload.Key,
            Body = body,
            ETag = $"{PutObjectOperation.ETagOf(md5, upload.Headers)}-{parts.Count}",
            Sha256 = Convert.ToHexStringLower(Digests.Sha256(body)),
            LastModified = request.Now,
            Headers = upload.Headers,
            Tags = upload.Tags,
            Checksum = new StoredChecksum(upload.Algorithm, upload.Type, checksum),
            Parts = [
                .. parts.Select(part => new StoredPart(part.Number, part.Body.Length, Convert.ToBase64String(part.Checksum)))],
        };
    }
}
