using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.S3;
using Longshore.IntegrationTests.Flow;
using Longshore.IntegrationTests.Knative;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.IntegrationTests.DeadLetters;

/// <summary>
/// Dead letters from their death to their replay, with the broker of <c>knative/base</c> and the policies of <c>knative/iam</c>.
/// </summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Replay_CauseIsMended_ShipsAndIsNotSentTwice()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");
        await cluster.StartFunctionAsync("sync", ("Volume:Root", "/nowhere"));
        await cluster.PublishAsync(LetterRig.BatchReady, """{"minAge":"PT2S","files":[{"path":"a.jpg"}]}""", "late");
        await cluster.StartFunctionAsync("sync");
        Assert.Equal([".json"], cluster.Suffixes());

        var (exit, output) = await cluster.ReplayAsync();

        Assert.Equal((0, true), (exit, output.Contains("1/1  sent", StringComparison.Ordinal)));
        Assert.Equal(["a.jpg"], cluster.Shipped());
        Assert.Empty(cluster.Left());
        Assert.Equal([".0.replayed.1.json", ".json"], cluster.Suffixes());
        Assert.Contains("skipped=1", (await cluster.ReplayAsync()).Output, StringComparison.Ordinal);
        Assert.Equal([".0.replayed.1.json", ".json"], cluster.Suffixes());
        Assert.Contains("sent=1", (await cluster.ReplayAsync("--again")).Output, StringComparison.Ordinal);
        Assert.Equal([".0.replayed.1.json", ".0.replayed.2.json", ".json"], cluster.Suffixes());
    }

    [Fact]
    public async Task Replay_StoreTellsNoChecksums_NotesItOnce()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.S3.Store.Quirks = StoreQuirks.TellsNoChecksums;
        await cluster.PublishAsync(LetterRig.BatchReady, LetterRig.Poison, "poison");

        var (exit, output) = await cluster.ReplayAsync();

        Assert.Equal((1, true), (exit, output.Contains("1/1  died again", StringComparison.Ordinal)));
        Assert.Equal([".0.replayed.1.json", ".1.json", ".json"], cluster.Suffixes());
    }

    [Fact]
    public async Task Replay_DiesEachTime_KeepsItsHistoryAndEnds()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await cluster.PublishAsync(LetterRig.BatchReady, LetterRig.Poison, "poison");
        for (var replay = 1; replay <= 3; replay++)
            Assert.Equal(1, (await cluster.ReplayAsync()).Exit);

        var (exit, output) = await cluster.ReplayAsync();

        Assert.Equal(3, exit);
        Assert.Contains("died again after 3 replays", output, StringComparison.Ordinal);
        Assert.Equal(
            [".0.replayed.1.json", ".1.json", ".1.replayed.1.json", ".2.json", ".2.replayed.1.json", ".3.json", ".json"],
            cluster.Suffixes());
        var last = cluster.Document(cluster.Letter(".3.json"));
        Assert.Equal(4, last.GetProperty("deaths").GetInt32());
        Assert.Equal(
            [cluster.Letter(".json"), cluster.Letter(".1.json"), cluster.Letter(".2.json")],
            last.GetProperty("history").EnumerateArray().Select(death => death.GetProperty("key").GetString()));
        Assert.Equal(cluster.Document(cluster.Letter(".json")).GetProperty("event").GetRawText(),
            last.GetProperty("event").GetRawText());
        Assert.Contains("absolute", last.GetProperty("history")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, (await cluster.ReplayAsync("--force")).Exit);
        Assert.Contains(".4.json", cluster.Suffixes());
    }

    [Fact]
    public async Task Keep_DeliveryWithCredentials_KeepsNoneOfThem()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        string[] secrets =
        [
            "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Amz-Security-Token",
            "X-Auth-Request-Access-Token", "X-Gitlab-Token", "X-Hub-Signature-256",
            "X-Session-Id", "X-Forwarded-Client-Cert", "Ocp-Apim-Subscription-Key", "X-Whatever-A-Gateway-Adds",
        ];
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cluster.AddressOf("deadletter"), "/deadletters"));
        request.Content = new ByteArrayContent("{}"u8.ToArray());
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in new[] { ("specversion", "1.0"), ("type", "toy"), ("source", "/cluster"), ("id", "1") })
            request.Headers.Add($"ce-{name}", value);
        foreach (var name in secrets)
            Assert.True(request.Headers.TryAddWithoutValidation(name, "hunter2"));
        request.Headers.Add("X-Request-Id", "r-1");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Equal(HttpStatusCode.Accepted,
            (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);

        var letter = cluster.Document(Assert.Single(cluster.State("deadletters")));
        Assert.DoesNotContain("hunter2", letter.GetRawText(), StringComparison.Ordinal);
        var kept = letter.GetProperty("headers").EnumerateObject().Select(header => header.Name).ToArray();
        Assert.Empty(kept.Intersect(secrets, StringComparer.OrdinalIgnoreCase));
        Assert.Contains("X-Request-Id", kept, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("traceparent", kept, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("Content-Type", kept, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Keep_SameDeathTwice_IsOneLetter()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);

        Assert.Equal(HttpStatusCode.Accepted, (await cluster.BuryAsync("toy", "{}", "1")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await cluster.BuryAsync("toy", "{}", "1")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await cluster.BuryAsync("toy", "{}", "1", ("replays", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await cluster.BuryAsync("toy", "{}", "1", ("replays", "1"))).StatusCode);

        Assert.Equal([".1.json", ".json"], cluster.Suffixes());
    }

    [Fact]
    public async Task Keep_SentAgainByItsSenderAfterTheReplay_IsANewLetter()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await using var sink = await FakeService.AnsweringAsync(202);
        await cluster.BuryAsync("toy", "{}", "1");
        Assert.Equal(0, (await cluster.ReplayAsync("--to", sink.Address.ToString())).Exit);

        await cluster.BuryAsync("toy", "{}", "1");

        Assert.Equal([".0.replayed.1.json", ".1.json", ".json"], cluster.Suffixes());
        Assert.Contains("waiting", (await cluster.ReplayAsync("--list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_StoreFails_IsAnswered503()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        using var down = cluster.S3.Faults.Add(new() { Kind = FaultKind.InternalError, Operation = "PutObject" });

        using var answer = await cluster.BuryAsync("toy", "{}", "1");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(cluster.State("deadletters"));
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("{\"a\": 1.50}")]
    [InlineData("")]
    public async Task Replay_AnyEvent_IsSentAsItWas(string data)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await using var sink = await FakeService.AnsweringAsync(202);
        await cluster.BuryAsync("any.type", data, "id 1", ("hops", "many"), ("time", "2026-01-02T03:04:05.678901Z"),
            ("knativeerrordest", "http://x"));

        var (exit, _) = await cluster.ReplayAsync("--to", sink.Address.ToString());

        Assert.Equal(0, exit);
        var got = Assert.Single(sink.Got);
        Assert.Equal(("any.type", "/cluster", "id 1"), (got.Event.Type, got.Event.Source, got.Event.Id));
        Assert.Equal(data, Encoding.UTF8.GetString(got.Event.Data.Span));
        Assert.Equal("2026-01-02T03:04:05.678901Z", got.Headers["ce-time"]);
        Assert.Equal(("many", "1"), (got.Headers["ce-hops"], got.Headers["ce-replays"]));
        Assert.DoesNotContain(got.Headers.Keys, name => name.StartsWith("ce-knative", StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith("_longshore/deadletters/2026/01/02/", cluster.State("deadletters")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_SinkRefuses_LeavesTheLetterWaiting()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await using var sink = await FakeService.AnsweringAsync(500);
        await cluster.BuryAsync("toy", "{}", "1");

        var (exit, output) = await cluster.ReplayAsync("--to", sink.Address.ToString());

        Assert.Equal(1, exit);
        Assert.Contains("failed", output, StringComparison.Ordinal);
        Assert.Equal([".json"], cluster.Suffixes());
    }

    [Fact]
    public async Task Replay_FiltersAndDryRun_ChooseAndSendNothing()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await cluster.BuryAsync("toy.a", "{}", "1");
        await cluster.BuryAsync("toy.b", "{}", "2");

        var (exit, output) = await cluster.ReplayAsync("--dry-run", "--json", "--type", "toy.b");

        Assert.Equal(0, exit);
        var line = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(("2", "WouldSend", "waiting"),
            (line.GetProperty("id").GetString(), line.GetProperty("outcome").GetString(), line.GetProperty("state").GetString()));
        Assert.Equal(2, cluster.State("deadletters").Length);
    }

    [Fact]
    public async Task List_UnreadableLetter_IsShownAndRefused()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await cluster.BuryAsync("toy", "{}", "1");
        cluster.S3.Iam.AddAdministrator("AKIAADMIN00000000000", "admin-secret");
        using var admin = new AmazonS3Client("AKIAADMIN00000000000", "admin-secret",
            new AmazonS3Config
            {
                ServiceURL = cluster.S3.Endpoint.ToString(),
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
            });
        await admin.PutObjectAsync(
            new()
            {
                BucketName = Cluster.Bucket,
                Key = "_longshore/deadletters/2026/11/22/cut.json",
                ContentBody = "{\"schema\":",
            },
            TestContext.Current.CancellationToken);

        var (exit, output) = await cluster.ReplayAsync("--list", "--json");
        Assert.Equal(0, exit);
        Assert.Contains("\"state\":\"waiting\"", output, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"unreadable\"", output, StringComparison.Ordinal);
        Assert.Equal(3, (await cluster.ReplayAsync("--dry-run")).Exit);
    }
}
