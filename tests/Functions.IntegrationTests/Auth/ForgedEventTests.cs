using System.Text;
using System.Text.Json.Nodes;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Auth;

/// <summary>
/// The functions as processes with event-auth on: forged events to a function's own address, and right ones from the Broker.
/// </summary>
public sealed class ForgedEventTests : IAsyncLifetime
{
    private const string Space = "longshore";
    private const string BrokerAudience = "eventing.knative.dev/broker/longshore/default";

    private readonly string _volume = Directory.CreateTempSubdirectory("longshore-forged-volume-").FullName;
    private readonly string _logs = Directory.CreateTempSubdirectory("longshore-forged-logs-").FullName;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private TokenIssuer _issuer = null!;
    private SandboxCluster _cluster = null!;
    private FunctionFleet _fleet = null!;

    /// <summary>What was built beside the tests, or the published binary that <c>LONGSHORE_FUNCTIONS</c> names.</summary>
    private static string Program => Environment.GetEnvironmentVariable("LONGSHORE_FUNCTIONS") is { Length: > 0 } published
        ? published
        : Path.Combine(AppContext.BaseDirectory, "longshore-functions");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync(Space, Cancellation);
        _cluster = await SandboxCluster.StartAsync(new ClusterOptions
        {
            Manifests = Repository.Manifests,
            Iam = Repository.Iam,
            Volume = _volume,
            Tokens = _issuer,
            Settings = new Dictionary<string, string> { ["Schedule__MinAge"] = "PT2S" },
        }, Cancellation);
        _fleet = new FunctionFleet(_cluster, Program, _logs);
        await _fleet.StartAsync(Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_volume, "a.txt"), "hello, harbour", Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(2.2), Cancellation);
    }

    [Theory]
    [InlineData("schedule", "scan-requested", "dev.longshore.scan.requested", "{}")]
    [InlineData("sync", "batch-ready", "dev.longshore.batch.ready", """{"files":[{"path":"a.txt"}]}""")]
    [InlineData("cleanup", "batch-synced", "dev.longshore.batch.synced", """{"receipt":"_longshore/receipts/x/1.json.gz"}""")]
    [InlineData("deadletter", "ping", "dev.longshore.batch.ready", """{"files":[{"path":"a.txt"}]}""")]
    public async Task Event_Forged_IsRefusedAndNothingHappens(string function, string trigger, string type, string data)
    {
        var (audience, account) = ($"longshore-{function}", $"{trigger}-oidc-eventing.knative.dev-trigger");
        var now = TimeProvider.System.GetUtcNow();
        using var stranger = new TokenSigner();
        (string? Token, int Status)[] forged =
        [
            // First, while no key was fetched: within 10 s of a fetch an unknown key is answered 503.
            (stranger.Sign(Claims(account, now, audience)), 401),
            (null, 401),
            ("nonsense", 401),
            (_issuer.TokenOf(Space, account, BrokerAudience), 401),
            (_issuer.TokenOf(Space, account, function == "sync" ? "longshore-cleanup" : "longshore-sync"), 401),
            (_issuer.Signer.Sign(Claims(account, now.AddHours(-2), audience)), 401),
            (_issuer.TokenOf(Space, "longshore-sync", audience), 403),
            (_issuer.TokenOf(Space, "other-oidc-eventing.knative.dev-trigger", audience), 403),
            (_issuer.TokenOf("elsewhere", account, audience), 403),
            (stranger.Sign(Claims(account, now, audience)), 503),
        ];

        foreach (var (token, status) in forged)
        {
            var (answered, detail) = await PostAsync(function, type, data, token);
            Assert.True(status == answered, $"{answered} instead of {status}: {detail}");
            Assert.True(token is null || !detail.Contains(token, StringComparison.Ordinal));
        }

        Assert.True(File.Exists(Path.Combine(_volume, "a.txt")));
        using var bucket = _cluster.Store.Reader();
        Assert.Empty(await bucket.ListAsync("", Cancellation));
    }

    [Fact]
    public async Task Events_ThroughTheBroker_AreShippedAndCleanedAndDeadLettered()
    {
        using var publisher = new EventPublisher();
        var scan = WireEvent.Create("1", "/test", "dev.longshore.scan.requested", "{}"u8.ToArray());
        var outside = """{"files":[{"path":"../etc/passwd"}]}"""u8.ToArray();
        var poison = WireEvent.Create("2", "/test", "dev.longshore.batch.ready", outside);

        Assert.Equal(202, (await publisher.PostAsync(_cluster.Sink, scan, Cancellation)).Status);
        Assert.Equal(202, (await publisher.PostAsync(_cluster.Sink, poison, Cancellation)).Status);

        Assert.False(File.Exists(Path.Combine(_volume, "a.txt")));
        Assert.Equal(1, _cluster.Store.Objects);
        Assert.Contains(_cluster.Broker.Log.Snapshot(), static flowed => flowed.Event.Type == "dev.longshore.batch.cleaned");
        var dead = Assert.Single(_cluster.Broker.Log.Snapshot(), static flowed => flowed.Step == FlowStep.DeadLettered);
        Assert.Equal("400", dead.Event.Attributes["knativeerrorcode"]);
        using var bucket = _cluster.Store.Reader();
        Assert.Single(await bucket.ListAsync("_longshore/deadletters/", Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _cluster.DisposeAsync();
        await _issuer.DisposeAsync();
        _client.Dispose();
        Directory.Delete(_volume, recursive: true);
        Directory.Delete(_logs, recursive: true);
    }

    private static JsonObject Claims(string account, DateTimeOffset now, string audience) =>
        ServiceAccountClaims.Of(TokenIssuer.Issuer, Space, account, now, audience);

    private async Task<(int Status, string Detail)> PostAsync(string function, string type, string data, string? token)
    {
        var path = function == "deadletter" ? "/deadletters" : "/";
        var forged = WireEvent.Create(Guid.NewGuid().ToString(), "/forger", type, Encoding.UTF8.GetBytes(data));
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_cluster.Services[function], path))
        {
            Content = WireEventWriter.Binary(forged),
        };
        if (token is not null)
            message.Headers.Authorization = new("Bearer", token);
        using var response = await _client.SendAsync(message, Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
