using System.Text;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>Reads what a client wants stored beside the bytes; refuses what the sandbox would otherwise silently drop.</summary>
internal static class ObjectHeadersReader
{
    private const string MetadataPrefix = "x-amz-meta-";
    private const int MostMetadataBytes = 2048;

    private static readonly string[] Standard =
        ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"];

    private static readonly string[] StorageClasses =
    [
        "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE",
        "GLACIER_IR",
    ];

    private static readonly string[] Refused =
    [
        "x-amz-object-lock-mode", "x-amz-object-lock-legal-hold", "x-amz-object-lock-retain-until-date",
        "x-amz-server-side-encryption-customer-algorithm", "x-amz-website-redirect-location", "x-amz-write-offset-bytes",
    ];

    public static ObjectHeaders Read(S3Request request)
    {
        if (Refused.FirstOrDefault(name => request.Header(name) is not null) is { } refused)
            throw S3Errors.NotImplemented(refused);
        if (request.Header("x-amz-acl") is not (null or "private" or "bucket-owner-full-control"))
            throw S3Errors.NotImplemented("x-amz-acl");
        var storageClass = request.Header("x-amz-storage-class") ?? "STANDARD";
        if (!StorageClasses.Contains(storageClass, StringComparer.Ordinal))
            throw new S3Exception(400, "InvalidStorageClass", "The storage class you specified is not valid");
        var encryption = request.Header("x-amz-server-side-encryption") ?? "AES256";
        if (encryption is not ("AES256" or "aws:kms" or "aws:kms:dsse"))
            throw S3Errors.InvalidArgument("x-amz-server-side-encryption", encryption,
                "The encryption method specified is not supported");
        return new ObjectHeaders
        {
            ContentType = request.Header("Content-Type") ?? ObjectHeaders.None.ContentType,
            Standard = [.. Standard.Select(name => new KeyValuePair<string, string>(name, StandardValue(request, name)))
                .Where(pair => pair.Value.Length > 0)],
            Metadata = ReadMetadata(request),
            StorageClass = storageClass,
            Encryption = encryption,
            KmsKeyId = request.Header("x-amz-server-side-encryption-aws-kms-key-id"),
        };
    }

    /// <summary><c>aws-chunked</c> is of the transfer and is not stored.</summary>
    private static string StandardValue(S3Request request, string name)
    {
        var value = request.Header(name) ?? "";
        return name == "Content-Encoding"
            ? string.Join(',', value.Split(',', StringSplitOptions.TrimEntries).Where(coding => coding != "aws-chunked"))
            : value;
    }

    private static List<KeyValuePair<string, string>> ReadMetadata(S3Request request)
    {
        var metadata = new List<KeyValuePair<string, string>>();
        var bytes = 0;
        foreach (var (name, value) in request.Http.Request.Headers)
        {
            if (!name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var pair = new KeyValuePair<string, string>(name[MetadataPrefix.Length..].ToLowerInvariant(),
                string.Join(',', value.ToArray()));
            bytes += Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value);
            metadata.Add(pair);
        }
        return bytes <= MostMetadataBytes
            ? metadata
            : throw new S3Exception(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
    }
}
