using System.Net;
using System.Text.Json;
using Longshore.Cli;
using Longshore.Cli.Status;
using Longshore.IntegrationTests.DeadLetters;
using Longshore.IntegrationTests.Flow;
using Longshore.Model;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Status;

/// <summary>The status function and the verb against a bucket after a run.</summary>
public sealed class StatusTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_AfterARun_TellsOfEveryFile()
    {
        await using var cluster = await StatusScene.StartAsync();
        using var client = new HttpClient();

        using var status =
            JsonDocument.Parse(await client.GetStringAsync(new Uri(cluster.AddressOf("status"), "/status.json"), Cancel));

        var root = status.RootElement;
        Assert.Equal("longshore.status/1", root.GetProperty("schema").GetString());
        Assert.Equal("attention", root.GetProperty("state").GetString());
        var run = Assert.Single(root.GetProperty("runs").EnumerateArray());
        int Of(string name) => run.GetProperty(name).GetInt32();
        Assert.Equal(StatusScene.Shipped + 1, Of("seen"));
        Assert.Equal(StatusScene.Shipped + 1, Of("batched"));
        Assert.Equal(StatusScene.Shipped, Of("uploaded"));
        Assert.Equal(1, Of("failed"));
        Assert.Equal(1, Of("deferredBySync"));
        Assert.Equal(StatusScene.Shipped, Of("deleted"));
        Assert.Equal(0, Of("withoutReceipt") + Of("notCleaned"));
        Assert.Equal(StatusScene.Shipped * 13_000L, root.GetProperty("throughput").GetProperty("bytes").GetInt64());
        Assert.Equal([(StatusScene.Failed, "failed", "conflict"), (StatusScene.Deferred, "deferred", "changed-since-scan")],
            root.GetProperty("files").GetProperty("files").EnumerateArray().Select(file =>
                (file.GetProperty("path").GetString()!, file.GetProperty("outcome").GetString()!,
                    file.GetProperty("reason").GetString()!)));
        Assert.Equal([StatusScene.Cut, StatusScene.Foreign],
            root.GetProperty("damaged").GetProperty("objects").EnumerateArray()
                .Select(one => one.GetProperty("key").GetString()!));
        Assert.Equal(1, root.GetProperty("deadLetters").GetProperty("waiting").GetInt32());
        Assert.True(root.GetProperty("forecast").GetProperty("bytesFree").GetInt64() > 0);
        Assert.True(root.GetProperty("cost").GetProperty("requests").GetDouble() > 0);
    }

    /// <summary>Open is what has no outcome, of any age; neither kind of record is foreign.</summary>
    [Fact]
    public async Task Get_CleanupsThatHaveBegun_AreTakenForNoOutcomeAndNotForForeign()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");
        await cluster.ScanAsync();
        const string Batch = "0123456789abcdef0123456789abcdef";
        foreach (var number in (int[])[1, 2, 10])
        {
            cluster.Put($"_longshore/cleanups/{Batch}/{number}.begun.json", $$"""
                {"schema":"longshore.cleanup.begun/1","batch":"{{Batch}}","volume":"/data","receipt":"r","process":"p",
                "startedAt":"2026-11-01T00:00:00Z","dryRun":false,"gone":0,"kept":{},
                "files":[{"path":"x","size":1,"modified":"2026-11-01T00:00:00Z","inode":1}]}
                """);
        }

        cluster.Put($"_longshore/cleanups/{Batch}/10.json", $$"""
            {"schema":"longshore.cleanup/1","batch":"{{Batch}}","receipt":"r","startedAt":"2026-11-01T00:00:00Z",
            "finishedAt":"2026-11-01T00:00:00Z","dryRun":false,"deleted":1,"bytesFreed":1,"gone":0,"kept":{},"interrupted":true}
            """);
        using var client = new HttpClient();

        using var status =
            JsonDocument.Parse(await client.GetStringAsync(new Uri(cluster.AddressOf("status"), "/status.json"), Cancel));

        var begun = status.RootElement.GetProperty("begun");
        Assert.Equal(2, begun.GetProperty("count").GetInt32());
        Assert.Equal([1, 2], begun.GetProperty("cleanups").EnumerateArray()
            .Select(one => int.Parse(one.GetProperty("key").GetString()!.Split('/')[^1].Split('.')[0],
            System.Globalization.CultureInfo.InvariantCulture)).Order());
        Assert.Equal(0, status.RootElement.GetProperty("damaged").GetProperty("count").GetInt32());
        Assert.Equal(2, status.RootElement.GetProperty("cleanups").GetArrayLength());
    }

    /// <summary>The command on the page, given to the verb as a shell would, replays that letter and no other.</summary>
    [Fact]
    public async Task Replay_TheCommandOfTheStatus_SendsThatLetter()
    {
        await using var cluster = await StatusScene.StartAsync();
        await cluster.BuryAsync(LetterRig.BatchReady, LetterRig.Poison, "another");
        var (_, json, _) = await cluster.StatusAsync("--json");
        using var status = JsonDocument.Parse(json);
        var command = status.RootElement.GetProperty("deadLetters").GetProperty("letters").EnumerateArray()
            .Single(letter => letter.GetProperty("id").GetString() == StatusScene.LetterId).GetProperty("replay").GetString()!;

        var start = new System.Diagnostics.ProcessStartInfo("bash",
            ["-c", $"longshore() {{ printf '%s\\0' \"$@\"; }}; {command}"])
        { RedirectStandardOutput = true };
        using var shell = System.Diagnostics.Process.Start(start)!;
        var words = (await shell.StandardOutput.ReadToEndAsync(Cancel)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("replay", words[0]);
        var (_, output) = await cluster.ReplayAsync([.. words[1..], "--dry-run"]);

        Assert.Contains("would-send=1 skipped=0 refused=0", output, StringComparison.Ordinal);
        Assert.Contains(StatusScene.LetterId, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ThePage_ForbidsWhatItDoesNotNeed()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        using var client = new HttpClient();

        using var page = await client.GetAsync(cluster.PageOf(), Cancel);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("Nothing was recorded in harbour/_longshore/", await page.Content.ReadAsStringAsync(Cancel),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/status", "application/json", "application/json")]
    [InlineData("/status", "text/html,application/xhtml+xml,application/json;q=0.9", "text/html")]
    [InlineData("/status", "*/*", "text/html")]
    [InlineData("/status.json", "text/html", "application/json")]
    [InlineData("/", "text/html", "text/html")]
    public async Task Get_WithAccept_AnswersInThatForm(string path, string accept, string type)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        using var answer = await client.GetAsync(new Uri(cluster.AddressOf("status"), path), Cancel);

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Other_Methods_AreNotAllowed(string method)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        using var client = new HttpClient();

        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), cluster.PageOf()), Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/status", "text/html")]
    [InlineData("/status.json", "application/problem+json")]
    public async Task Get_BucketThatIsNotThere_Answers503AndNamesTheSetting(string path, string type)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await cluster.StartFunctionAsync("status", ("S3:Bucket", "nowhere"));
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(cluster.AddressOf("status"), path), Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("S3__Bucket", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Twice_ReadsEachRecordOnce()
    {
        await using var cluster = await StatusScene.StartAsync();
        await cluster.StartFunctionAsync("status");
        using var client = new HttpClient();
        await client.GetStringAsync(cluster.PageOf(), Cancel);
        var before = cluster.S3.Counters.Of("GetObject");
        // Past the time that a report is handed out again.
        await Task.Delay(TimeSpan.FromSeconds(6), Cancel);

        await client.GetStringAsync(cluster.PageOf(), Cancel);

        // The dead letter, and the damaged receipt, of which nothing is kept.
        Assert.Equal(before + 2, cluster.S3.Counters.Of("GetObject"));
    }

    [Fact]
    public async Task Get_MoreRecordsThanAreRead_TakesTheNewestAndSaysSo()
    {
        await using var cluster = await StatusScene.StartAsync();
        await cluster.StartFunctionAsync("status", ("Status:Records", "1"));
        using var client = new HttpClient();

        using var status =
            JsonDocument.Parse(await client.GetStringAsync(new Uri(cluster.AddressOf("status"), "/status.json"), Cancel));

        var folder = status.RootElement.GetProperty("folders").EnumerateArray()
            .Single(each => each.GetProperty("folder").GetString() == "_longshore/receipts/");
        Assert.Equal((1, 4), (folder.GetProperty("read").GetInt32(), folder.GetProperty("inWindow").GetInt32()));
        Assert.True(status.RootElement.GetProperty("runs")[0].GetProperty("partial").GetBoolean());
    }

    [Fact]
    public async Task Verb_AfterARun_WritesThePageAndAsksForAttention()
    {
        await using var cluster = await StatusScene.StartAsync();
        var file = Path.Combine(cluster.Volume, "status.html");

        var (exit, output, errors) = await cluster.StatusAsync("--html", file);

        Assert.Equal("", errors);
        Assert.Equal(ExitCodes.Attention, exit);
        Assert.Contains("uploaded      30 files, 390 KB", output, StringComparison.Ordinal);
        Assert.Contains("dead letters  1 waiting of 1", output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(file, Cancel);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;.dat", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S3:ServiceUrl", "http://127.0.0.1:1", ExitCodes.Failed, "S3__ServiceUrl")]
    [InlineData("Status:Window", "P1Y", 2, "Status__Window holds 365d; it takes a duration from 1h to 90d.")]
    [InlineData("Status:Records", "0", 2, "Status__Records holds 0; it takes a whole number from 1 to 5000.")]
    public async Task Verb_WhatIsWrong_IsNamed(string setting, string value, int exit, string named)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var verb = new StatusVerb(
            ("S3:Bucket", "harbour"), ("S3:ForcePathStyle", "true"),
            ("S3:ServiceUrl", "http://127.0.0.1:1"), (setting, value));
        var got = await new CommandLine(output, errors, verb).RunAsync([verb.Name]);

        Assert.Equal(exit, got);
        Assert.Contains(named, errors.ToString(), StringComparison.Ordinal);
    }
}
