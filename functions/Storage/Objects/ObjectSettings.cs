using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;

namespace Longshore.Storage.Objects;

/// <summary>
/// Puts what every shipped object carries onto the request that begins a multipart upload: storage class, encryption, tags, and the file's
/// mtime and mode as metadata. <see cref="RequestHeaders"/> does the same for an object that is put whole.
/// </summary>
internal static class ObjectSettings
{
    public static void Apply(InitiateMultipartUploadRequest request, S3Options options, ObjectDetails details)
    {
        if (!string.IsNullOrEmpty(options.ServerSideEncryption))
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.FindValue(options.ServerSideEncryption);
        if (!string.IsNullOrEmpty(options.KmsKeyId))
            request.ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId;
        if (!string.IsNullOrEmpty(options.StorageClass))
            request.StorageClass = S3StorageClass.FindValue(options.StorageClass);
        if (ObjectTags.TryParse(options.Tags, out var tags, out _) && tags.Count > 0)
            request.TagSet = tags;
        request.ContentType = "application/octet-stream";
        Describe(request.Metadata, details);
    }

    private static void Describe(MetadataCollection metadata, ObjectDetails details)
    {
        metadata["mtime"] = RequestHeaders.UnixSeconds(details.Modified);
        metadata["mode"] = RequestHeaders.Mode(details.Mode);
        if (details.PartBytes is { } bytes)
            metadata[ObjectDetails.PartBytesName] = bytes.ToString(CultureInfo.InvariantCulture);
    }
}
