using System.Net;
using System.Text;
using Longshore.Sandbox.Knative;
using Longshore.Settings;

namespace Longshore.UnitTests.Model.Auth;

/// <summary>The guard in the host, where no API server can be reached.</summary>
public sealed class EventGuardTests
{
    private static readonly (string, string)[] On =
    [
        ("EventAuth:Required", "true"), ("EventAuth:Audience", "toy"), ("EventAuth:Subjects", "system:serviceaccount:a:b"),
        ("Kubernetes:Url", "http://127.0.0.1:1"), ("Kubernetes:ServiceAccount", "/nowhere"),
    ];

    [Theory]
    [InlineData("/")]
    [InlineData("/deadletters")]
    public async Task Post_WithoutAToken_IsRefusedBeforeTheBodyIsRead(string path)
    {
        await using var host = await ToyHost.StartAsync(settings: On);

        using var response = await host.PostAsync("no event"u8.ToArray(), [], path, TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.Unauthorized, response);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).ToString());
        Assert.Contains("audience: toy", await ToyHost.DetailOf(response), StringComparison.Ordinal);
        Assert.Empty(host.Record.Calls);
        var lines = Encoding.UTF8.GetString(host.Log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var warning = Assert.Single(lines, static line => line.Contains("warning", StringComparison.Ordinal));
        Assert.Contains("Event not admitted: 401", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenKeysCannotBeFetched_Is503()
    {
        await using var host = await ToyHost.StartAsync(settings: On);
        using var signer = new TokenSigner();
        var token = signer.Sign(ServiceAccountClaims.Of("x", "a", "b", TimeProvider.System.GetUtcNow(), "toy"));

        List<(string, string)> headers = [.. ToyHost.Attributes("toy.echo"), ("Authorization", $"Bearer {token}")];
        using var response = await host.PostAsync("{}"u8.ToArray(), headers, "/", TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, response);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("automountServiceAccountToken", await ToyHost.DetailOf(response), StringComparison.Ordinal);
        Assert.DoesNotContain(token, Encoding.UTF8.GetString(host.Log.ToArray()), StringComparison.Ordinal);
        Assert.Empty(host.Record.Calls);
    }

    [Theory]
    [InlineData("/toy")]
    [InlineData("/healthz/ready")]
    [InlineData("/healthz/live")]
    public async Task Get_PagesAndProbes_NeedNoToken(string path)
    {
        await using var host = await ToyHost.StartAsync(settings: On);

        using var response = await host.Http.GetAsync(path, TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
    }

    [Fact]
    public async Task Post_NotRequired_TakesEventsAsEver()
    {
        await using var host = await ToyHost.StartAsync(settings: [("EventAuth:Audience", "toy"), ("EventAuth:Subjects", "a")]);

        using var response = await host.PostAsync("toy.echo", "{}");

        ToyHost.Expect(HttpStatusCode.OK, response);
    }

    [Theory]
    [InlineData("", "a", "EventAuth__Audience is empty")]
    [InlineData("toy", "", "EventAuth__Subjects is empty")]
    [InlineData("toy", "a,system:node:b", "EventAuth__Subjects holds 'system:node:b'")]
    [InlineData("toy", "Not_A_Name", "EventAuth__Subjects holds 'Not_A_Name'")]
    public async Task Start_RequiredWithout_IsStoppedWithASentence(string audience, string subjects, string message)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => ToyHost.StartAsync(settings:
            [("EventAuth:Required", "true"), ("EventAuth:Audience", audience), ("EventAuth:Subjects", subjects)]));

        Assert.Contains(SettingsException.MessagesOf(error)!, each => each.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_RequiredWhereNothingTakesEvents_NeedsNoAudience()
    {
        await using var host = await ToyHost.StartAsync(settings: [("EventAuth:Required", "true"), ("FUNCTIONS", "page")]);

        using var response = await host.Http.GetAsync("/toy", TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
    }
}
