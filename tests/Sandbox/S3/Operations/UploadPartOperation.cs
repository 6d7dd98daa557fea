using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

internal static class UploadPartOperation
{
    public static async Task RunAsync(S3Request request)
    {
        var upload = UploadLookup.Find(request);
        var number = UploadLookup.PartNumber(request);
        var received = await RequestBody.ReadAsync(request);
        var md5 = Digests.Md5(received.Body);
        RequestChecksum.CheckMd5(request, md5);
        var sent = RequestChecksum.Check(request, received);
        CheckAlgorithm(upload, sent?.Algorithm);
        var part = new UploadedPart(
            number, received.Body, md5, sent?.Value ?? Digests.Compute(upload.Algorithm, received.Body), request.Now);
        upload.Put(part);
        request.Http.Response.Headers.ETag = ObjectResponse.Quote(part.ETag);
        if (!request.Has(StoreQuirks.TellsNoChecksums))
        {
            request.Http.Response.Headers[upload.Algorithm.Header()] = ObjectResponse.ChecksumValue(
                request, new StoredChecksum(upload.Algorithm, ChecksumType.FullObject, Convert.ToBase64String(part.Checksum)));
        }

        ObjectResponse.AddEncryption(request, upload.Headers);
        await Respond.EmptyAsync(request);
    }

    /// <summary>
    /// A part's checksum is of the upload's algorithm, and must be there where the object's will be made of the parts'.
    /// </summary>
    private static void CheckAlgorithm(MultipartUpload upload, ChecksumAlgorithm? sent)
    {
        var mayBeAbsent = !upload.ChecksumChosen || upload.Type == ChecksumType.FullObject;
        if (sent == upload.Algorithm || (sent is null && mayBeAbsent))
            return;
        var expected = upload.ChecksumChosen ? upload.Algorithm.Name() : "null";
        throw S3Errors.InvalidRequest(
            $"Checksum Type mismatch occurred, expected checksum Type: {expected}, actual checksum Type: "
                + $"{sent?.Name() ?? "null"}");
    }
}
