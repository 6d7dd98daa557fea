using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// A key that signs tokens as Kubernetes signs those of ServiceAccounts: RS256, the key's id in the header. Source: Kubernetes,
/// package serviceaccount, "jwt.go".
/// </summary>
internal sealed class TokenSigner : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    /// <summary>As Kubernetes names it: the hash of the public key.</summary>
    public string KeyId => Base64Url.EncodeToString(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

    /// <summary>The public key as PEM, with which a forger may try to sign.</summary>
    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>The public key for a JWKS.</summary>
    public JsonObject PublicKey()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["use"] = "sig",
            ["kty"] = "RSA",
            ["kid"] = KeyId,
            ["alg"] = "RS256",
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
    }

    public string Sign(JsonObject claims) => Join(new() { ["alg"] = "RS256", ["kid"] = KeyId }, claims,
        signed => _key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A token with any header and signature, for forgeries.</summary>
    public static string Join(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
