using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

internal static class CreateUploadOperation
{
    public static Task RunAsync(S3Request request)
    {
        var tags = ObjectTags.FromHeader(request);
        if (tags.Count > 0)
            request.Authorize("s3:PutObjectTagging", request.ObjectArn);
        var (algorithm, type) = ReadChecksum(request);
        var upload = new MultipartUpload
        {
            UploadId = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"),
            Key = request.Key,
            Initiated = request.Now,
            InitiatorArn = request.Caller.Arn,
            Headers = ObjectHeadersReader.Read(request),
            Tags = tags,
            Algorithm = algorithm ?? ChecksumAlgorithm.Crc64Nvme,
            Type = type,
            ChecksumChosen = algorithm is not null,
        };
        request.Bucket.Uploads[upload.UploadId] = upload;
        var headers = request.Http.Response.Headers;
        ObjectResponse.AddEncryption(request, upload.Headers);
        if (upload.ChecksumChosen)
        {
            headers["x-amz-checksum-algorithm"] = upload.Algorithm.Name();
            headers["x-amz-checksum-type"] = upload.Type.Name();
        }
        return Respond.XmlAsync(request, "InitiateMultipartUploadResult", writer =>
        {
            writer.WriteElementString("Bucket", request.Target.Bucket);
            writer.WriteElementString("Key", request.Key);
            writer.WriteElementString("UploadId", upload.UploadId);
        });
    }

    /// <summary>SHA checksums can only be composite, CRC64NVME only of the full object; the other CRCs may be either.</summary>
    private static (ChecksumAlgorithm? Algorithm, ChecksumType Type) ReadChecksum(S3Request request)
    {
        var typeName = request.Header("x-amz-checksum-type");
        if (request.Header("x-amz-checksum-algorithm") is not { } name)
        {
            return typeName is null
                ? (null, ChecksumType.FullObject)
                : throw S3Errors.InvalidRequest(
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }
        if (!ChecksumNames.TryParse(name, out var algorithm))
            throw S3Errors.InvalidRequest(
                "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, "
                + "CRC64NVME, SHA1, SHA256]");
        var fullOnly = algorithm == ChecksumAlgorithm.Crc64Nvme;
        var type = typeName switch
        {
            null => fullOnly ? ChecksumType.FullObject : ChecksumType.Composite,
            "COMPOSITE" => ChecksumType.Composite,
            "FULL_OBJECT" => ChecksumType.FullObject,
            _ => throw S3Errors.InvalidRequest("Value for x-amz-checksum-type header is invalid."),
        };
        var compositeOnly = algorithm is ChecksumAlgorithm.Sha1 or ChecksumAlgorithm.Sha256;
        return (type == ChecksumType.Composite && fullOnly) || (type == ChecksumType.FullObject && compositeOnly)
            ? throw S3Errors.InvalidRequest(
                $"The {type.Name()} checksum type cannot be used with the {algorithm.Name()} checksum algorithm.")
            : (algorithm, type);
    }
}
