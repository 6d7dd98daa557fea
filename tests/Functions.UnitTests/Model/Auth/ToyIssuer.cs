using System.Text;
using System.Text.Json.Nodes;
using Longshore.Model.Kubernetes;
using Longshore.Sandbox.Knative;

namespace Longshore.UnitTests.Model.Auth;

/// <summary>An API server's discovery document and keys.</summary>
internal sealed class ToyIssuer : IDisposable
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private int _fetches;

    public TokenSigner Signer { get; private set; } = new();

    /// <summary>Whether it gives no answer.</summary>
    public bool IsDown { get; set; }

    /// <summary>Ends a fetch that waits for it; null: none waits.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>How often both documents were read.</summary>
    public int Fetches => _fetches;

    public async Task<byte[]?> GetAsync(string path, CancellationToken cancellation)
    {
        if (path == "/.well-known/openid-configuration")
            Interlocked.Increment(ref _fetches);
        if (Hold is { } hold)
            await hold.Task;
        if (IsDown)
            throw new KubernetesUnavailableException("The Kubernetes API gave no answer.");
        return Encoding.UTF8.GetBytes(path switch
        {
            "/.well-known/openid-configuration" =>
                new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = "https://elsewhere/keys" }.ToJsonString(),
            "/openid/v1/jwks" => new JsonObject { ["keys"] = new JsonArray(Signer.PublicKey()) }.ToJsonString(),
            _ => throw new ArgumentException(path),
        });
    }

    /// <summary>A new key in place of the old.</summary>
    public void Rotate()
    {
        Signer.Dispose();
        Signer = new();
    }

    public void Dispose() => Signer.Dispose();
}
