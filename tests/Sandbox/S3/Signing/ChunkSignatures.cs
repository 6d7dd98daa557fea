using System.Security.Cryptography;
using System.Text;

namespace Longshore.Sandbox.S3.Signing;

/// <summary>
/// The chain of chunk signatures of a signed streaming body: each covers the one before it (S3 API Reference,
/// "Signature calculations: transferring payload in multiple chunks").
/// </summary>
internal sealed class ChunkSignatures(VerifiedSignature seed)
{
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));
    private string _previous = seed.Signature;

    /// <summary>Whether the signature is that of a chunk with this SHA-256; if so, the next one builds on it.</summary>
    public bool AcceptChunk(byte[] sha256, string signature) => Accept(
        $"AWS4-HMAC-SHA256-PAYLOAD\n{seed.AmzDate}\n{seed.Scope}\n{_previous}\n{EmptyHash}\n{Convert.ToHexStringLower(sha256)}",
        signature);

    public bool AcceptTrailers(IEnumerable<KeyValuePair<string, string>> trailers, string signature)
    {
        var canonical = string.Concat(trailers.Select(trailer => $"{trailer.Key}:{trailer.Value}\n"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        return Accept($"AWS4-HMAC-SHA256-TRAILER\n{seed.AmzDate}\n{seed.Scope}\n{_previous}\n{hash}", signature);
    }

    private bool Accept(string toSign, string signature)
    {
        if (!SigningKeys.Same(SigningKeys.SignHex(seed.SigningKey, toSign), signature))
            return false;
        _previous = signature;
        return true;
    }
}
