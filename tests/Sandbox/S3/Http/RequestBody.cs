using System.Globalization;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Http;

/// <summary>
/// Reads a body in the payload mode that <c>x-amz-content-sha256</c> announces, and checks what that mode promises.
/// </summary>
internal static class RequestBody
{
    public const string Unsigned = "UNSIGNED-PAYLOAD";
    private const long MostBytes = 5L << 30;
    private static readonly Dictionary<string, string> NoTrailers = [];

    public static async Task<ReceivedBody> ReadAsync(S3Request request)
    {
        var mode = request.Signature.PayloadHash;
        var reader = new RequestReader(request.Http, request.Faults.CutRequestAfter);
        var received = mode.StartsWith("STREAMING-", StringComparison.Ordinal)
            ? await ChunkedBody.ReadAsync(request, reader, DecodedLength(request))
            : await ReadPlainAsync(request, reader, mode);
        if (request.Faults.CutRequestAfter is null)
            return received;
        request.Http.Abort();
        throw new ConnectionCutException();
    }

    private static async Task<ReceivedBody> ReadPlainAsync(S3Request request, RequestReader reader, string mode)
    {
        var length = request.Http.Request.ContentLength
            ?? throw new S3Exception(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        var builder = new BodyBuilder(Bounded(length));
        await reader.CopyAsync(length, builder, null);
        var body = builder.Build();
        var sha256 = Digests.Sha256(body);
        if (mode != Unsigned && !request.RepeatsChecksums
            && !mode.Equals(Convert.ToHexStringLower(sha256), StringComparison.Ordinal))
        {
            throw new S3Exception(400, "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.")
            {
                Details =
                    [new("ClientComputedContentSHA256", mode), new("S3ComputedContentSHA256", Convert.ToHexStringLower(sha256))],
            };
        }
        if (!request.Has(StoreQuirks.DamagesBodies) || body.Length == 0
            || request.Operation.Name is not ("PutObject" or "UploadPart")
            || request.Key.StartsWith("_longshore/", StringComparison.Ordinal))
            return new ReceivedBody(body, sha256, NoTrailers);
        var damaged = body.ToArray();
        damaged[0] ^= 1;
        body = new Body([damaged]);
        return new ReceivedBody(body, Digests.Sha256(body), NoTrailers);
    }

    /// <summary>Checked before anything is read: the mode must be one that S3 has.</summary>
    public static void CheckMode(string? mode)
    {
        if (mode is null)
            throw S3Errors.InvalidRequest("Missing required header for this request: x-amz-content-sha256");
        if (mode is Unsigned or ChunkedBody.Signed or ChunkedBody.SignedTrailer or ChunkedBody.UnsignedTrailer)
            return;
        if (mode.Length != 64 || mode.Any(c => !char.IsAsciiHexDigitLower(c)))
        {
            throw S3Errors.InvalidArgument(
                "x-amz-content-sha256", mode,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                    + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.");
        }
    }

    private static long DecodedLength(S3Request request) =>
        long.TryParse(request.Header("x-amz-decoded-content-length"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var length)
            ? Bounded(length)
            : throw new S3Exception(411, "MissingContentLength",
                "You must provide the x-amz-decoded-content-length HTTP header.");

    private static long Bounded(long length) => length <= MostBytes
        ? length
        : throw new S3Exception(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
}
