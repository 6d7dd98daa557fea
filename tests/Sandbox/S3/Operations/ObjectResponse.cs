using System.Globalization;
using System.Text;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>Response headers that tell of an object.</summary>
internal static class ObjectResponse
{
    /// <summary>What the answer to a write says.</summary>
    public static void DescribeWrite(S3Request request, StoredObject stored)
    {
        request.Http.Response.Headers.ETag = Quote(stored.ETag);
        AddChecksum(request, stored.Checksum);
        AddVersion(request, stored);
        AddEncryption(request, stored.Headers);
    }

    /// <summary>What GET and HEAD say.</summary>
    /// <param name="withChecksum">Only if asked for with <c>x-amz-checksum-mode</c>, and only of the whole object.</param>
    public static void Describe(S3Request request, StoredObject stored, bool withChecksum)
    {
        var headers = request.Http.Response.Headers;
        headers.ETag = Quote(stored.ETag);
        headers.LastModified = stored.LastModified.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        headers.AcceptRanges = "bytes";
        headers.ContentType = stored.Headers.ContentType;
        foreach (var (name, value) in stored.Headers.Standard)
            headers[name] = Ascii(value);
        foreach (var (name, value) in stored.Headers.Metadata)
            headers["x-amz-meta-" + name] = Ascii(value);
        if (stored.Headers.StorageClass != "STANDARD")
            headers["x-amz-storage-class"] = stored.Headers.StorageClass;
        if (stored.Tags.Count > 0)
            headers["x-amz-tagging-count"] = stored.Tags.Count.ToString(CultureInfo.InvariantCulture);
        AddVersion(request, stored);
        AddEncryption(request, stored.Headers);
        if (withChecksum && "ENABLED".Equals(request.Header("x-amz-checksum-mode"), StringComparison.OrdinalIgnoreCase))
            AddChecksum(request, stored.Checksum);
    }

    public static void AddEncryption(S3Request request, ObjectHeaders stored)
    {
        var headers = request.Http.Response.Headers;
        headers["x-amz-server-side-encryption"] = stored.Encryption;
        if (stored.KmsKeyId is not null)
            headers["x-amz-server-side-encryption-aws-kms-key-id"] = stored.KmsKeyId;
    }

    /// <summary>The value, or another of the same form if a fault asks for a wrong one.</summary>
    public static string ChecksumValue(S3Request request, StoredChecksum checksum) => request.Faults.WrongChecksum
        ? (checksum.Value[0] == 'A' ? 'B' : 'A') + checksum.Value[1..]
        : checksum.Value;

    public static string Quote(string etag) => $"\"{etag}\"";

    private static void AddChecksum(S3Request request, StoredChecksum? checksum)
    {
        if (checksum is null || request.Has(StoreQuirks.TellsNoChecksums))
            return;
        request.Http.Response.Headers[checksum.Algorithm.Header()] = ChecksumValue(request, checksum);
        request.Http.Response.Headers["x-amz-checksum-type"] = checksum.Type.Name();
    }

    private static void AddVersion(S3Request request, StoredObject stored)
    {
        if (request.Bucket.Versioning != VersioningState.Off)
            request.Http.Response.Headers["x-amz-version-id"] = stored.VersionId;
    }

    /// <summary>S3 returns text that is not ASCII as an RFC 2047 encoded word.</summary>
    private static string Ascii(string value) =>
        System.Text.Ascii.IsValid(value) ? value : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";
}
