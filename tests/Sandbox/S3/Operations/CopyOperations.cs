using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>CopyObject and UploadPartCopy: the bytes come from an object that is there already.</summary>
internal static class CopyOperations
{
    public static async Task CopyObjectAsync(S3Request request)
    {
        var source = FindSource(request);
        var replaceTags = request.Header("x-amz-tagging-directive") == "REPLACE";
        var tags = replaceTags ? ObjectTags.FromHeader(request) : source.Tags;
        if (tags.Count > 0)
            request.Authorize("s3:PutObjectTagging", request.ObjectArn);
        var asked = ObjectHeadersReader.Read(request);
        var headers = request.Header("x-amz-metadata-directive") == "REPLACE"
            ? asked
            : source.Headers with { StorageClass = asked.StorageClass, Encryption = asked.Encryption, KmsKeyId = asked.KmsKeyId };
        var stored = request.Bucket.Put(
            new StoredObject
            {
                Key = request.Key,
                Body = source.Body,
                ETag = PutObjectOperation.ETagOf(Digests.Md5(source.Body), headers),
                Sha256 = source.Sha256,
                LastModified = request.Now,
                Headers = headers,
                Tags = tags,
                Checksum = ChecksumOfCopy(request, source),
            },
            WriteConditions.For(request));
        ObjectResponse.AddEncryption(request, stored.Headers);
        await Respond.XmlAsync(request, "CopyObjectResult", writer =>
        {
            writer.WriteElementString("LastModified", Respond.Iso(stored.LastModified));
            writer.WriteElementString("ETag", ObjectResponse.Quote(stored.ETag));
            writer.WriteElementString(stored.Checksum!.Algorithm.Element(),
                ObjectResponse.ChecksumValue(request, stored.Checksum));
            writer.WriteElementString("ChecksumType", stored.Checksum.Type.Name());
        });
    }

    public static Task CopyPartAsync(S3Request request)
    {
        var upload = UploadLookup.Find(request);
        var source = FindSource(request);
        var range = ByteRange.Parse(request.Header("x-amz-copy-source-range"), source.Size) ?? new ByteRange(0, source.Size);
        var body = new Body(source.Body.Slice(range.Offset, range.Length));
        var part = new UploadedPart(
            UploadLookup.PartNumber(request), body, Digests.Md5(body), Digests.Compute(upload.Algorithm, body), request.Now);
        upload.Put(part);
        return Respond.XmlAsync(request, "CopyPartResult", writer =>
        {
            writer.WriteElementString("LastModified", Respond.Iso(part.LastModified));
            writer.WriteElementString("ETag", ObjectResponse.Quote(part.ETag));
            writer.WriteElementString(upload.Algorithm.Element(), Convert.ToBase64String(part.Checksum));
        });
    }

    private static StoredObject FindSource(S3Request request)
    {
        var text = request.Header("x-amz-copy-source")!;
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var versionId = mark < 0 ? null : Query.Parse(text.AsSpan(mark + 1))["versionId"];
        var path = UrlText.Decode(mark < 0 ? text : text.AsSpan(0, mark), plusIsSpace: false)?.TrimStart('/');
        if (path?.Split('/', 2) is not [var bucket, { Length: > 0 } key])
            throw S3Errors.InvalidArgument("x-amz-copy-source", text,
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        request.Authorize(versionId is null ? "s3:GetObject" : "s3:GetObjectVersion", S3Request.ArnOf(bucket, key));
        var source = ObjectLookup.Find(request, request.Store.Bucket(bucket), key, versionId);
        if (request.Header("x-amz-copy-source-if-match") is { } match && match.Trim('"') != source.ETag)
            throw S3Errors.PreconditionFailed("x-amz-copy-source-If-Match");
        return source;
    }

    /// <summary>A copy is stored in one piece: its checksum covers all bytes even where the source's was composite.</summary>
    private static StoredChecksum ChecksumOfCopy(S3Request request, StoredObject source)
    {
        var algorithm = ChecksumNames.TryParse(request.Header("x-amz-checksum-algorithm"), out var asked)
            ? asked
            : source.Checksum?.Algorithm ?? ChecksumAlgorithm.Crc64Nvme;
        return source.Checksum is { Type: ChecksumType.FullObject } same && same.Algorithm == algorithm
            ? same
            : new StoredChecksum(algorithm, ChecksumType.FullObject,
                Convert.ToBase64String(Digests.Compute(algorithm, source.Body)));
    }
}
