using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

internal static class PutObjectOperation
{
    public static async Task RunAsync(S3Request request)
    {
        var headers = ObjectHeadersReader.Read(request);
        var tags = ObjectTags.FromHeader(request);
        if (tags.Count > 0)
            request.Authorize("s3:PutObjectTagging", request.ObjectArn);
        var check = WriteConditions.For(request);
        var received = await RequestBody.ReadAsync(request);
        var md5 = Digests.Md5(received.Body);
        RequestChecksum.CheckMd5(request, md5);
        var (algorithm, value) = RequestChecksum.Check(request, received)
            ?? (ChecksumAlgorithm.Crc64Nvme, Digests.Compute(ChecksumAlgorithm.Crc64Nvme, received.Body));
        var stored = request.Bucket.Put(
            new StoredObject
            {
                Key = request.Key,
                Body = received.Body,
                ETag = request.Has(StoreQuirks.TellsSizeAsETag) ? $"{received.Body.Length:x32}" : ETagOf(md5, headers),
                Sha256 = Convert.ToHexStringLower(received.Sha256),
                LastModified = request.Now,
                Headers = headers,
                Tags = tags,
                Checksum = new StoredChecksum(algorithm, ChecksumType.FullObject, Convert.ToBase64String(value)),
            },
            check);
        ObjectResponse.DescribeWrite(request, stored);
        await Respond.EmptyAsync(request);
    }

    /// <summary>The MD5, except under KMS: there an ETag is opaque, and who compares it with an MD5 must find out.</summary>
    public static string ETagOf(byte[] md5, ObjectHeaders headers) =>
        headers.Encryption == "AES256" ? Convert.ToHexStringLower(md5) : Guid.NewGuid().ToString("N");
}
