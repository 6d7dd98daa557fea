using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Longshore.Model.Auth;

/// <summary>
/// Whether a token is one that Knative sends with an event for this function. Source: RFC 7519; Knative, "Sender Identity".
/// </summary>
/// <param name="subjects">The whole subjects that are accepted.</param>
internal sealed class TokenCheck(IssuerKeys keys, string audience, IReadOnlySet<string> subjects, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    /// <summary>Signatures by a private key. A sender could make <c>none</c> and HMAC with the public key.</summary>
    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private readonly JsonWebTokenHandler _handler = new();

    /// <summary>Null if the token is accepted; else 401, or 403 for a valid token of another subject.</summary>
    /// <param name="authorization">The header's value; empty if there is none.</param>
    /// <exception cref="KubernetesUnavailableException">The keys cannot be fetched.</exception>
    public async Task<Failure?> CheckAsync(string authorization, CancellationToken cancellation)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Failure.Unauthorized("The event came without a bearer token, which EventAuth__Required asks for. Knative "
                + "sends one if authentication-oidc is on and the Trigger's subscriber or deadLetterSink has "
                + $"audience: {audience}.");
        }

        if (Read(authorization[Scheme.Length..].Trim()) is not { } token)
            return Failure.Unauthorized("The bearer token is not a signed JSON Web Token.");
        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal))
            return Failure.Unauthorized($"The token's signature is of another kind than {string.Join(", ", Algorithms)}.");
        if (token.Kid is not { Length: > 0 } id)
            return Failure.Unauthorized("The token does not name the key that signed it.");
        var issuer = await keys.FindAsync(id, cancellation);
        return issuer.Keys.TryGetValue(id, out var key)
            ? await ValidateAsync(token, issuer.Issuer, key)
            : Failure.Unauthorized("The token is signed by a key that the Kubernetes API does not publish at /openid/v1/jwks.");
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or SecurityTokenException)
        {
            return null;
        }
    }

    private async Task<Failure?> ValidateAsync(JsonWebToken token, string issuer, SecurityKey key)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKey = key,
            // The library uses the system's clock; see LifetimeProblem.
            ValidateLifetime = false,
        });
        if (!result.IsValid)
            return Failure.Unauthorized(DetailOf(result.Exception, issuer));
        if (LifetimeProblem(token, time.GetUtcNow().UtcDateTime) is { } problem)
            return Failure.Unauthorized(problem);
        return subjects.Contains(token.Subject)
            ? null
            : Failure.Forbidden($"The token is that of {token.Subject}, which EventAuth__Subjects does not name. "
                + "It should name this function's senders, such as TRIGGER-oidc-eventing.knative.dev-trigger.");
    }

    /// <summary>
    /// What is wrong with <c>exp</c> and <c>nbf</c>; null if nothing. Without <c>exp</c>, ValidTo is the least time.
    /// </summary>
    private static string? LifetimeProblem(JsonWebToken token, DateTime now) =>
        token.ValidTo == DateTime.MinValue ? "The token never expires; one that Knative asks for does."
        : token.ValidTo < now - ClockSkew ? "The token has expired; check the clocks of the nodes."
        : token.ValidFrom > now + ClockSkew ? "The token is not valid yet; check the clocks of the nodes."
        : null;

    private string DetailOf(Exception? error, string issuer) => error switch
    {
        SecurityTokenInvalidAudienceException => "The token is for another audience; the Trigger's subscriber or deadLetterSink "
            + $"should have audience: {audience}, as in EventAuth__Audience.",
        SecurityTokenInvalidIssuerException => $"The token is not from this cluster's issuer, {issuer}.",
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "The token's signature is wrong.",
        _ => "The token is not valid.",
    };
}
