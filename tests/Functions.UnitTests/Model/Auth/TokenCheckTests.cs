using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Longshore.Model;
using Longshore.Model.Auth;
using Longshore.Sandbox.Knative;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model.Auth;

/// <summary>Which tokens pass, and what is said of those that do not.</summary>
public sealed class TokenCheckTests : IDisposable
{
    private const string Mine = "longshore-sync";
    private const string Account = "batch-ready-oidc-eventing.knative.dev-trigger";

    private readonly FakeTimeProvider _clock = new();
    private readonly ToyIssuer _issuer = new();
    private readonly TokenSigner _stranger = new();

    private TokenSigner Signer => _issuer.Signer;

    public void Dispose()
    {
        _issuer.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Token_OfTheTriggerForThisFunction_Passes()
    {
        Assert.Null(await CheckAsync(Signer.Sign(Claims())));
        Assert.Null(await CheckAsync(Signer.Sign(Claims(audiences: ["longshore-cleanup", Mine]))));
        Assert.Null(await CheckAsync(Signer.Sign(Claims(("aud", Mine)))));
    }

    [Fact]
    public async Task Header_WithoutAToken_Is401AndNamesSettingAndTrigger()
    {
        foreach (var header in new[] { "", "Basic dXNlcjpwYXNz", "Bearer" })
            await RefusedAsync(header, 401, "EventAuth__Required", "audience: longshore-sync");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30.e30")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.c2ln")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.not base64!")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.!.!.!.!")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AA.AA.AA")]
    [InlineData("e30.e30.e30.e30.e30.e30")]
    public async Task Token_Malformed_Is401(string token) => await RefusedAsync($"Bearer {token}", 401);

    [Fact]
    public async Task Token_SignedByNobody_Is401()
    {
        foreach (var algorithm in new[] { "none", "None", "NONE" })
        {
            var header = new JsonObject { ["alg"] = algorithm, ["kid"] = Signer.KeyId };
            var forged = TokenSigner.Join(header, Claims(), static _ => []);
            await RefusedAsync($"Bearer {forged}", 401, "signature is of another kind");
        }
    }

    [Fact]
    public async Task Token_SignedByHmacWithThePublicKey_Is401()
    {
        var header = new JsonObject { ["alg"] = "HS256", ["kid"] = Signer.KeyId };
        var secret = Encoding.ASCII.GetBytes(Signer.PublicPem);
        var forged = TokenSigner.Join(header, Claims(), signed => HMACSHA256.HashData(secret, signed));

        await RefusedAsync($"Bearer {forged}", 401, "signature is of another kind");
    }

    [Fact]
    public async Task Token_SignedByAnotherKeyUnderOurKeysId_Is401()
    {
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = Signer.KeyId };
        var forged = _stranger.Sign(Claims()).Split('.');
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(forged[2]);

        await RefusedAsync($"Bearer {TokenSigner.Join(header, Claims(), _ => signature)}", 401, "signature is wrong");
    }

    [Fact]
    public async Task Token_OfAKeyThatIsNotPublished_Is401()
    {
        await RefusedAsync($"Bearer {_stranger.Sign(Claims())}", 401, "key that the Kubernetes API does not publish");
        var header = new JsonObject { ["alg"] = "RS256" };
        await RefusedAsync($"Bearer {TokenSigner.Join(header, Claims(), static _ => [1, 2, 3])}", 401, "does not name the key");
    }

    [Fact]
    public async Task Token_ForAnotherAudience_Is401()
    {
        string[] others =
            ["eventing.knative.dev/broker/longshore/default", "longshore-cleanup", "LONGSHORE-SYNC", "mt-broker-filter"];
        foreach (var audience in others)
            await RefusedAsync($"Bearer {Signer.Sign(Claims(audiences: [audience]))}", 401, "audience: longshore-sync");
        await RefusedAsync($"Bearer {Signer.Sign(Claims(audiences: []))}", 401);
        await RefusedAsync($"Bearer {Signer.Sign(Claims(("aud", null)))}", 401);
    }

    [Theory]
    [InlineData("longshore", "longshore-operator")]
    [InlineData("longshore", "batch-synced-oidc-eventing.knative.dev-trigger")]
    [InlineData("elsewhere", Account)]
    public async Task Token_OfAnotherSubject_Is403AndNamesIt(string space, string name) =>
        await RefusedAsync(
            $"Bearer {Signer.Sign(Claims(space, name))}", 403, $"system:serviceaccount:{space}:{name}", "EventAuth__Subjects");

    [Fact]
    public async Task Token_WithoutASubject_Is403() => await RefusedAsync($"Bearer {Signer.Sign(Claims(("sub", null)))}", 403);

    [Fact]
    public async Task Token_OfAnotherIssuer_Is401() => await RefusedAsync(
        $"Bearer {Signer.Sign(Claims(("iss", "https://elsewhere")))}", 401,
        $"not from this cluster's issuer, {ToyIssuer.Issuer}");

    [Theory]
    [InlineData(-59, 3600, null)]
    [InlineData(-3600, -59, null)]
    [InlineData(-3600, -61, "has expired")]
    [InlineData(59, 3600, null)]
    [InlineData(61, 3600, "not valid yet")]
    public async Task Token_OutsideItsTime_Is401(int notBefore, int expires, string? problem)
    {
        var now = _clock.GetUtcNow();
        var token = Signer.Sign(Claims(
            ("nbf", now.AddSeconds(notBefore).ToUnixTimeSeconds()), ("exp", now.AddSeconds(expires).ToUnixTimeSeconds())));

        if (problem is null)
            Assert.Null(await CheckAsync(token));
        else
            await RefusedAsync($"Bearer {token}", 401, problem);
    }

    [Fact]
    public async Task Token_ThatNeverExpires_Is401() =>
        await RefusedAsync($"Bearer {Signer.Sign(Claims(("exp", null)))}", 401, "never expires");

    private JsonObject Claims(string space = "longshore", string name = Account, string[]? audiences = null) =>
        ServiceAccountClaims.Of(ToyIssuer.Issuer, space, name, _clock.GetUtcNow(), audiences ?? [Mine]);

    /// <summary>The right claims with these in place of theirs; null leaves one out.</summary>
    private JsonObject Claims(params ReadOnlySpan<(string Name, JsonNode? Value)> changes)
    {
        var claims = Claims();
        foreach (var (name, value) in changes)
        {
            claims.Remove(name);
            if (value is not null)
                claims[name] = value;
        }

        return claims;
    }

    private Task<Failure?> CheckAsync(string token) => CheckHeaderAsync($"Bearer {token}");

    private Task<Failure?> CheckHeaderAsync(string header)
    {
        HashSet<string> subjects = [$"system:serviceaccount:longshore:{Account}"];
        var check = new TokenCheck(new IssuerKeys(_issuer.GetAsync, _clock), Mine, subjects, _clock);
        return check.CheckAsync(header, TestContext.Current.CancellationToken);
    }

    private async Task RefusedAsync(string header, int status, params string[] words)
    {
        var failure = await CheckHeaderAsync(header);

        Assert.NotNull(failure);
        Assert.True(status == failure.Status, $"{failure.Status} instead of {status}: {failure.Detail}");
        Assert.All(words, word => Assert.Contains(word, failure.Detail, StringComparison.Ordinal));
        Assert.All(header.Split(' ', '.').Where(static part => part.Length > 12),
            part => Assert.DoesNotContain(part, failure.Detail, StringComparison.Ordinal));
    }
}
