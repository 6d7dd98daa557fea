using Microsoft.IdentityModel.Tokens;

namespace Longshore.Model.Auth;

/// <summary>The issuer of the cluster's ServiceAccount tokens and its public keys, at one moment.</summary>
/// <param name="Issuer">The claim <c>iss</c> of its tokens.</param>
/// <param name="Keys">By key id.</param>
/// <param name="FetchedAt">A timestamp of the clock.</param>
internal sealed record IssuerKeySet(string Issuer, IReadOnlyDictionary<string, SecurityKey> Keys, long FetchedAt)
{
    private const string Discovery = "/.well-known/openid-configuration";

    /// <summary>
    /// The API server's own path. <c>jwks_uri</c> of the discovery document is not followed: it may lead anywhere.
    /// </summary>
    private const string KeySet = "/openid/v1/jwks";

    public bool Has(string keyId) => Keys.ContainsKey(keyId);

    /// <param name="get">Reads a path of the API server.</param>
    /// <param name="now">A timestamp of the clock.</param>
    /// <exception cref="KubernetesUnavailableException">An answer is missing or cannot be read.</exception>
    public static async Task<IssuerKeySet> ReadAsync(Func<string, CancellationToken, Task<byte[]?>> get, long now)
    {
        var discovery = await GetAsync(get, Discovery);
        var keys = await GetAsync(get, KeySet);
        var path = Discovery;
        try
        {
            using var document = JsonDocument.Parse(discovery);
            var issuer = document.RootElement.GetProperty("issuer").GetString() ?? throw new JsonException("issuer is null");
            path = KeySet;
            return new(issuer, ById(keys), now);
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new KubernetesUnavailableException(
                $"The Kubernetes API's answer to GET {path} cannot be read ({error.Message}).", error);
        }
    }

    /// <summary>Keys without an id and keys of an unknown kind are left out: no token can name them.</summary>
    private static Dictionary<string, SecurityKey> ById(byte[] json)
    {
        var found = new Dictionary<string, SecurityKey>(StringComparer.Ordinal);
        foreach (var key in new JsonWebKeySet(System.Text.Encoding.UTF8.GetString(json)).GetSigningKeys())
        {
            if (key is RsaSecurityKey or ECDsaSecurityKey && key.KeyId is { Length: > 0 } id)
                found[id] = key;
        }

        return found;
    }

    private static async Task<byte[]> GetAsync(Func<string, CancellationToken, Task<byte[]?>> get, string path) =>
        await get(path, CancellationToken.None)
            ?? throw new KubernetesUnavailableException(
                $"The Kubernetes API answers 404 to GET {path}; it must serve ServiceAccount issuer discovery.");
}
