using System.Globalization;
using System.Security.Cryptography;
using Longshore.Sandbox.S3.Signing;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Http;

/// <summary>
/// The <c>aws-chunked</c> body: <c>size[;chunk-signature=…]</c>, bytes, …, a chunk of size 0, trailers. Every signature,
/// every length and the set of trailers are checked.
/// </summary>
internal static class ChunkedBody
{
    public const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    public const string SignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    public const string UnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string TrailerSignature = "x-amz-trailer-signature";
    private const string ChunkSignature = "chunk-signature=";

    /// <summary>Every chunk but the last has at least this many bytes.</summary>
    private const int LeastChunkBytes = 8192;

    public static async Task<ReceivedBody> ReadAsync(S3Request request, RequestReader reader, long decodedLength)
    {
        var mode = request.Signature.PayloadHash;
        var chain = mode == UnsignedTrailer ? null : new ChunkSignatures(request.Signature);
        var builder = new BodyBuilder(decodedLength);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var last = (long)LeastChunkBytes;
        while (true)
        {
            var (size, signature) = ParseHead(await reader.ReadLineAsync());
            if (size > 0 && last < LeastChunkBytes)
                throw new S3Exception(403, "InvalidChunkSizeError",
                    "Only the last chunk is allowed to have a size less than 8192 bytes");
            if (builder.Length + size > decodedLength)
                throw S3Errors.IncompleteBody();
            await reader.CopyAsync(size, builder, hash);
            if (size > 0 && await reader.ReadLineAsync() is not "")
                throw S3Errors.IncompleteBody();
            var digest = hash.GetHashAndReset();
            if (chain is not null && !chain.AcceptChunk(digest, signature))
                throw Mismatch("chunk");
            if (size == 0)
                break;
            last = size;
        }
        if (builder.Length != decodedLength)
            throw S3Errors.IncompleteBody();
        var trailers = await ReadTrailersAsync(reader, mode == SignedTrailer ? chain : null);
        CheckAnnounced(request, trailers, mode);
        if (!await reader.IsAtEndAsync())
            throw S3Errors.IncompleteBody();
        var body = builder.Build();
        return new ReceivedBody(body, Digests.Sha256(body), trailers);
    }

    private static (long Size, string Signature) ParseHead(string? line)
    {
        var parts = (line ?? throw S3Errors.IncompleteBody()).Split(';', 2);
        if (!long.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
            throw S3Errors.InvalidRequest("A chunk of the body has no valid size");
        var signature = parts.Length == 2 && parts[1].StartsWith(ChunkSignature, StringComparison.Ordinal)
            ? parts[1][ChunkSignature.Length..]
            : "";
        return (size, signature);
    }

    private static async Task<Dictionary<string, string>> ReadTrailersAsync(RequestReader reader, ChunkSignatures? chain)
    {
        var trailers = new List<KeyValuePair<string, string>>();
        var signature = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                if (chain is not null && !chain.AcceptTrailers(trailers, signature))
                    throw Mismatch("trailer");
                return trailers.ToDictionary();
            }
            var colon = line.IndexOf(':');
            if (colon <= 0)
                throw MalformedTrailer();
            var (name, value) = (line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim());
            if (name == TrailerSignature)
                signature = value;
            else if (trailers.Exists(trailer => trailer.Key == name))
                throw MalformedTrailer();
            else
                trailers.Add(new(name, value));
        }
        throw S3Errors.IncompleteBody();
    }

    private static void CheckAnnounced(S3Request request, Dictionary<string, string> trailers, string mode)
    {
        var announced = mode == Signed
            ? []
            : (request.Header("x-amz-trailer") ?? "").ToLowerInvariant()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!announced.ToHashSet(StringComparer.Ordinal).SetEquals(trailers.Keys))
            throw MalformedTrailer();
    }

    private static S3Exception MalformedTrailer() =>
        new(400, "MalformedTrailerError",
            "The request contained trailing data that was not well-formed or did not conform to our published schema.");

    private static S3Exception Mismatch(string what) =>
        new(403, "SignatureDoesNotMatch", $"The {what} signature we calculated does not match the signature you provided.");
}
