using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Files;

namespace Longshore.Storage.Objects;

/// <summary>
/// Puts what every shipped object carries onto a request: storage class, encryption, tags, and the file's mtime and mode as metadata
/// (<c>mtime</c> in Unix seconds with a fraction, as rclone writes it; <c>mode</c> in octal).
/// </summary>
internal static class ObjectSettings
{
    /// <summary>State objects (no details) keep the bucket's defaults for class and tags but are encrypted alike.</summary>
    public static void Apply(PutObjectRequest request, S3Options options, ObjectDetails? details)
    {
        if (!string.IsNullOrEmpty(options.ServerSideEncryption))
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.FindValue(options.ServerSideEncryption);
        if (!string.IsNullOrEmpty(options.KmsKeyId))
            request.ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId;
        if (details is not { } shipped)
        {
            request.ContentType = "application/json";
            return;
        }

        if (!string.IsNullOrEmpty(options.StorageClass))
            request.StorageClass = S3StorageClass.FindValue(options.StorageClass);
        if (ObjectTags.TryParse(options.Tags, out var tags, out _) && tags.Count > 0)
            request.TagSet = tags;
        request.ContentType = "application/octet-stream";
        Describe(request.Metadata, shipped);
    }

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
        metadata["mtime"] = UnixSeconds(details.Modified);
        metadata["mode"] = Convert.ToString(details.Mode, 8);
        if (details.PartBytes is { } bytes)
            metadata[ObjectDetails.PartBytesName] = bytes.ToString(CultureInfo.InvariantCulture);
    }

    private static string UnixSeconds(Timestamp moment) =>
        (moment.UnixNanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);
}
