using System.Net;
using System.Text.Json;
using Longshore.IntegrationTests.DeadLetters;
using Longshore.IntegrationTests.Flow;
using Longshore.IntegrationTests.Knative;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.IntegrationTests.FailedJobs;

/// <summary>From a failed Job to its dead letter, back to the JobSink, and to a second death.</summary>
public sealed class FailedJobTests : IAsyncLifetime
{
    private const string Event = """
        {"specversion":"1.0","id":"load-1","source":"/me","type":"dev.longshore.batch.ready","time":"2026-11-29T09:00:00Z",
         "datacontenttype":"application/json","data":{"files":[{"path":"a"}]}}
        """;

    private const string Selector = "labelSelector=sinks.knative.dev%2Fjob-sink-name%2Capp.kubernetes.io%2Fname%3Dlongshore";

    private FakeCluster _kubernetes = null!;
    private Cluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _kubernetes = await FakeCluster.StartAsync();
        _cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await RestartAsync();
    }

    [Fact]
    public async Task Look_FailedJob_IsADeadLetterOnce()
    {
        _kubernetes.Add("running", Event, condition: null);
        _kubernetes.Add("complete", Event, "Complete");
        _kubernetes.Add("backlog-1", Event);

        Assert.Equal(HttpStatusCode.Accepted, await LookAsync());
        Assert.Equal(HttpStatusCode.Accepted, await LookAsync());

        var letter = _cluster.Document(_cluster.Letter(".json"));
        Assert.Equal("load-1", letter.GetProperty("event").GetProperty("id").GetString());
        Assert.Equal("job/backlog-1/backlog-1-uid", letter.GetProperty("errorDestination").GetString());
        Assert.Equal(
            "Job backlog-1 of the JobSink backlog failed: BackoffLimitExceeded. Job has reached the specified backoff limit",
            letter.GetProperty("reason").GetString());
        Assert.Single(_kubernetes.Asked, asked => asked.Contains("/secrets/", StringComparison.Ordinal));
        Assert.All(
            _kubernetes.Asked.Where(asked => asked.Contains("/jobs", StringComparison.Ordinal)),
            asked => Assert.Contains(Selector, asked, StringComparison.Ordinal));
        var (exit, output) = await _cluster.ReplayAsync("--list");
        Assert.Equal(0, exit);
        Assert.Contains("waiting", output, StringComparison.Ordinal);
        Assert.Contains("Job backlog-1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_LetterOfAJob_HasANewIdAndASecondFailureIsASecondDeath()
    {
        await using var jobSink = await FakeService.AnsweringAsync(202);
        _kubernetes.Add("backlog-1", Event);
        await LookAsync();

        Assert.Equal(0, (await _cluster.ReplayAsync("--id", "load-1", "--to", jobSink.Address.ToString())).Exit);

        // A JobSink names its Jobs by source and id, and the failed Job is still there.
        var sent = Assert.Single(jobSink.Got).Event;
        Assert.Equal(("load-1.1.1", "/me"), (sent.Id, sent.Source));
        // A new process tells the first failure again: it is the same death, although its letter was sent back since.
        await RestartAsync();
        await LookAsync();
        Assert.Equal([".0.replayed.1.json", ".json"], _cluster.Suffixes());
        var (first, replays) = (sent.Attributes["firstid"], sent.Attributes["replays"]);
        var again = $"\"{sent.Id}\",\"firstid\":\"{first}\",\"replays\":\"{replays}\"";
        _kubernetes.Add("backlog-2", Event.Replace("\"load-1\"", again, StringComparison.Ordinal));
        await LookAsync();
        Assert.Equal([".0.replayed.1.json", ".1.json", ".json"], _cluster.Suffixes());
        var second = _cluster.Document(_cluster.Letter(".1.json"));
        Assert.Equal(2, second.GetProperty("deaths").GetInt32());
        Assert.Equal("load-1", second.GetProperty("event").GetProperty("id").GetString());
        Assert.Equal("job/backlog-1/backlog-1-uid", second.GetProperty("history")[0].GetProperty("errorDestination").GetString());
    }

    /// <summary>An event that does not fit into headers, or is no JSON, gets its letter, and so do the others.</summary>
    [Theory]
    [InlineData("application/xml", "\"<a/>\"", 1)]
    [InlineData("application/octet-stream", "\"text\"", 1)]
    [InlineData("application/json", "\"text\"", 1)]
    [InlineData("application/json", "{}", 40_000)]
    public async Task Look_OddEvent_IsADeadLetterBesideTheOthers(string contentType, string data, int length)
    {
        var id = new string('i', length);
        _kubernetes.Add("backlog-1", $$"""
            {"specversion":"1.0","id":"{{id}}","source":"/me","type":"t","datacontenttype":"{{contentType}}","data":{{data}}}
            """);
        _kubernetes.Add("backlog-2", Event);

        Assert.Equal(HttpStatusCode.Accepted, await LookAsync());

        var ids = _cluster.State("deadletters")
            .Select(key => _cluster.Document(key).GetProperty("event").GetProperty("id").GetString());
        Assert.Equal(["load-1", id], ids.OrderByDescending(static each => each, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, "There is no Secret backlog-1 with an event.")]
    [InlineData("no event", "Its Secret holds no event")]
    public async Task Look_EventCannotBeRead_ALetterSaysSo(string? secret, string problem)
    {
        _kubernetes.Add("backlog-1", secret);

        Assert.Equal(HttpStatusCode.Accepted, await LookAsync());

        var e = _cluster.Document(_cluster.Letter(".json")).GetProperty("event");
        Assert.Equal("dev.longshore.job.lost", e.GetProperty("type").GetString());
        using var data = JsonDocument.Parse(e.GetProperty("data_base64").GetBytesFromBase64());
        Assert.StartsWith(problem, data.RootElement.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_StoreOrClusterAway_Is503AndDoneAtTheNextLook()
    {
        foreach (var number in Enumerable.Range(1, 5))
            _kubernetes.Add($"backlog-{number}", Event.Replace("load-1", $"load-{number}", StringComparison.Ordinal));
        _kubernetes.IsDown = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await LookAsync());
        _kubernetes.IsDown = false;
        using (_cluster.S3.Faults.Add(new() { Kind = FaultKind.InternalError, Operation = "PutObject" }))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await LookAsync());
        Assert.Empty(_cluster.State("deadletters"));

        Assert.Equal(HttpStatusCode.Accepted, await LookAsync());

        Assert.Equal(5, _cluster.State("deadletters").Length);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _kubernetes.DisposeAsync();
    }

    private Task RestartAsync() => _cluster.StartFunctionAsync(
        "failed-jobs", ("Kubernetes:Url", _kubernetes.Url), ("Kubernetes:ServiceAccount", _kubernetes.Account),
        ("K_SINK", new Uri(_cluster.AddressOf("deadletter"), "/deadletters").ToString()));

    /// <summary>Pings as the PingSource does.</summary>
    private async Task<HttpStatusCode> LookAsync()
    {
        using var answer = await _cluster.SendAsync("failed-jobs", "dev.knative.sources.ping", "{}");
        return answer.StatusCode;
    }
}
