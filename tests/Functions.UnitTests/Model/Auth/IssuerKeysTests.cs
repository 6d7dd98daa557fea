using Longshore.Model.Auth;
using Longshore.Model.Kubernetes;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Model.Auth;

/// <summary>When keys are fetched, and what holds while they cannot be.</summary>
public sealed class IssuerKeysTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ToyIssuer _issuer = new();
    private readonly IssuerKeys _keys;

    public IssuerKeysTests() => _keys = new(_issuer.GetAsync, _clock);

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Find_WithinAnHour_FetchesOnce()
    {
        Assert.True(await FindAsync());
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(await FindAsync());
        Assert.Equal(1, _issuer.Fetches);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await FindAsync());
        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task Find_ConcurrentFirstQuestions_FetchOnce()
    {
        _issuer.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, 20).Select(_ => Task.Run(FindAsync)).ToArray();
        while (_issuer.Fetches == 0)
            await Task.Yield();

        _issuer.Hold.SetResult();

        Assert.All(await Task.WhenAll(all), Assert.True);
        Assert.Equal(1, _issuer.Fetches);
    }

    [Fact]
    public async Task Find_AQuestionThatIsGivenUp_LeavesTheFetchToOthers()
    {
        _issuer.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gone = new CancellationTokenSource();
        var first = _keys.FindAsync(_issuer.Signer.KeyId, gone.Token);
        var second = FindAsync();

        await gone.CancelAsync();
        _issuer.Hold.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True(await second);
        Assert.Equal(1, _issuer.Fetches);
    }

    [Fact]
    public async Task Find_AfterARotation_FetchesTheNewKey()
    {
        Assert.True(await FindAsync());
        _clock.Advance(TimeSpan.FromSeconds(10));
        _issuer.Rotate();

        Assert.True(await FindAsync());
        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task Find_UnknownKeys_AreAskedForOnceInTenSeconds()
    {
        var known = _issuer.Signer.KeyId;
        Assert.False(await FindAsync("forged-1"));
        // Not a final no: the key may have come since, and a 401 is not retried.
        var error = await Assert.ThrowsAsync<KubernetesUnavailableException>(() => FindAsync("forged-2"));
        Assert.Contains("asked again after 10 s", error.Message, StringComparison.Ordinal);
        Assert.True(await FindAsync(known));
        Assert.Equal(1, _issuer.Fetches);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(await FindAsync("forged-3"));
        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task Find_IssuerDownBeforeTheFirstFetch_IsUnavailableUntilItIsBack()
    {
        _issuer.IsDown = true;
        await Assert.ThrowsAsync<KubernetesUnavailableException>(() => FindAsync());
        await Assert.ThrowsAsync<KubernetesUnavailableException>(() => FindAsync());
        Assert.Equal(1, _issuer.Fetches);

        _issuer.IsDown = false;
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await FindAsync());
    }

    [Fact]
    public async Task Find_IssuerDownAfterTheFirstFetch_ServesKnownKeysForADay()
    {
        Assert.True(await FindAsync());
        _issuer.IsDown = true;

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.True(await FindAsync());
        // Not 401: the key may be a new one.
        await Assert.ThrowsAsync<KubernetesUnavailableException>(() => FindAsync("another"));

        _clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<KubernetesUnavailableException>(() => FindAsync());
    }

    [Theory]
    [InlineData("{}", "{\"keys\":[]}", "openid-configuration")]
    [InlineData("{\"issuer\":null}", "{\"keys\":[]}", "openid-configuration")]
    [InlineData("[]", "{\"keys\":[]}", "openid-configuration")]
    [InlineData("no json", "{\"keys\":[]}", "openid-configuration")]
    [InlineData("{\"issuer\":\"x\"}", "no json", "jwks")]
    [InlineData(null, "{\"keys\":[]}", "404")]
    [InlineData("{\"issuer\":\"x\"}", null, "404")]
    public async Task Find_AnswersThatAreNone_AreUnavailable(string? discovery, string? set, string named)
    {
        var odd = new IssuerKeys(
            (path, _) => Task.FromResult((path.EndsWith("jwks", StringComparison.Ordinal) ? set : discovery) is { } text
                ? System.Text.Encoding.UTF8.GetBytes(text) : null), _clock);

        var error = await Assert.ThrowsAsync<KubernetesUnavailableException>(
            () => odd.FindAsync("x", TestContext.Current.CancellationToken));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private Task<bool> FindAsync() => FindAsync(_issuer.Signer.KeyId);

    private async Task<bool> FindAsync(string keyId) =>
        (await _keys.FindAsync(keyId, TestContext.Current.CancellationToken)).Has(keyId);
}
