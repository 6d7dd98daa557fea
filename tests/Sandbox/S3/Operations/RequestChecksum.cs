using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>
/// Checks a body against Content-MD5 and against the one <c>x-amz-checksum-*</c> that came in a header or trailer.
/// </summary>
internal static class RequestChecksum
{
    /// <param name="md5">Of the bytes that arrived.</param>
    public static void CheckMd5(S3Request request, byte[] md5)
    {
        if (request.Header("Content-MD5") is not { } text)
            return;
        if (Decode(text, 16) is not { } announced)
            throw new S3Exception(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
        if (!announced.AsSpan().SequenceEqual(md5))
            throw S3Errors.BadDigest("Content-MD5");
    }

    /// <summary>The algorithm and the checked digest; null if the client sent none.</summary>
    public static (ChecksumAlgorithm Algorithm, byte[] Value)? Check(S3Request request, ReceivedBody received)
    {
        if (Announced(request, received.Trailers) is not var (algorithm, text))
        {
            return request.Header("x-amz-sdk-checksum-algorithm") is null
                ? null
                : throw S3Errors.InvalidRequest(
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers "
                    + "were found.");
        }
        if (Decode(text, algorithm.Bytes()) is not { } announced)
            throw S3Errors.InvalidRequest($"Value for {algorithm.Header()} header is invalid.");
        var actual = algorithm == ChecksumAlgorithm.Sha256 ? received.Sha256 : Digests.Compute(algorithm, received.Body);
        return announced.AsSpan().SequenceEqual(actual) || request.RepeatsChecksums
            ? (algorithm, announced) : throw S3Errors.BadDigest(algorithm.Name());
    }

    private static (ChecksumAlgorithm Algorithm, string Text)? Announced(
        S3Request request, IReadOnlyDictionary<string, string> trailers)
    {
        (ChecksumAlgorithm, string)? found = null;
        foreach (var algorithm in ChecksumNames.All)
        {
            var text = request.Header(algorithm.Header()) ?? trailers.GetValueOrDefault(algorithm.Header());
            if (text is null)
                continue;
            if (found is not null)
                throw S3Errors.InvalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            found = (algorithm, text);
        }
        return found;
    }

    private static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length ? bytes : null;
    }
}
