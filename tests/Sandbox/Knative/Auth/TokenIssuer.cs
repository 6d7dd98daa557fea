using System.Net;
using System.Text.Json.Nodes;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// The part of an API server that OIDC needs: makes tokens of ServiceAccounts, and serves its discovery document and its keys to
/// pods of one namespace.
/// </summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private const string PodToken = "sandbox-pod-token-not-real";

    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-serviceaccount-").FullName;
    private readonly WebApplication _app;

    private TokenIssuer(string space)
    {
        File.WriteAllText(Path.Combine(_folder, "token"), PodToken);
        File.WriteAllText(Path.Combine(_folder, "namespace"), space);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", http => AnswerAsync(http, new()
        {
            ["issuer"] = Issuer,
            // Leads nowhere: the keys are read from the API server itself.
            ["jwks_uri"] = "https://10.0.0.1:6443/openid/v1/jwks",
        }));
        _app.MapGet("/openid/v1/jwks", http => AnswerAsync(http, new() { ["keys"] = new JsonArray(Signer.PublicKey()) }));
    }

    public TokenSigner Signer { get; } = new();

    public static async Task<TokenIssuer> StartAsync(string space, CancellationToken cancellation)
    {
        var issuer = new TokenIssuer(space);
        await issuer._app.StartAsync(cancellation);
        return issuer;
    }

    /// <summary>A token as Knative asks for one to send an event.</summary>
    public string TokenOf(string space, string account, string audience) =>
        Signer.Sign(ServiceAccountClaims.Of(Issuer, space, account, TimeProvider.System.GetUtcNow(), audience));

    /// <summary>What components/event-auth and Kubernetes would add to a function.</summary>
    public IEnumerable<KeyValuePair<string, string>> FunctionEnvironment()
    {
        yield return new("EventAuth__Required", "true");
        yield return new("Kubernetes__Url", _app.Urls.Single());
        yield return new("Kubernetes__ServiceAccount", _folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Signer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task AnswerAsync(HttpContext http, JsonObject document)
    {
        if (http.Request.Headers.Authorization != $"Bearer {PodToken}")
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(document.ToJsonString(), http.RequestAborted);
    }
}
