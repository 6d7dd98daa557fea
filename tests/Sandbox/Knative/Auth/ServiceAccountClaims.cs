using System.Text.Json.Nodes;

namespace Longshore.Sandbox.Knative;

/// <summary>The claims of a token that Kubernetes answers a TokenRequest with.</summary>
internal static class ServiceAccountClaims
{
    /// <summary>The life that Knative asks for.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public static JsonObject Of(string issuer, string space, string name, DateTimeOffset now, params string[] audiences) => new()
    {
        ["iss"] = issuer,
        ["aud"] = new JsonArray([.. audiences.Select(static audience => JsonValue.Create(audience))]),
        ["sub"] = $"system:serviceaccount:{space}:{name}",
        ["iat"] = now.ToUnixTimeSeconds(),
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = (now + Life).ToUnixTimeSeconds(),
        ["jti"] = Guid.NewGuid().ToString(),
        ["kubernetes.io"] = new JsonObject
        {
            ["namespace"] = space,
            ["serviceaccount"] = new JsonObject { ["name"] = name, ["uid"] = Guid.NewGuid().ToString() },
        },
    };
}
