using System.Text.Json;
using Longshore.IntegrationTests.Knative;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Faults;

namespace Longshore.IntegrationTests.Jobs;

/// <summary><c>longshore-functions job</c> as JobSink runs it: a process, an event file, a sink, S3 and a volume.</summary>
public sealed class JobModeTests : IAsyncLifetime
{
    private const string Bucket = "harbour";
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-job-").FullName;
    private readonly string _volume = Directory.CreateTempSubdirectory("longshore-volume-").FullName;
    private S3Server _s3 = null!;
    private FakeService _sink = null!;

    public async ValueTask InitializeAsync()
    {
        _s3 = await S3Server.StartAsync(
            new()
            {
                Iam = IamDirectory.WithAdministrator("AKIAJOB0000000000000", "job-secret"),
                Buckets = [Bucket],
            }, TestContext.Current.CancellationToken);
        _sink = await FakeService.AnsweringAsync(202);
    }

    [Fact]
    public async Task Job_BatchReady_ShipsPostsItsResultAndEnds()
    {
        var files = await WriteAsync(3);

        var (exit, output) = await RunAsync("sync", Event(files));

        Assert.True(exit == 0, output);
        Assert.Equal(files, Shipped());
        var got = Assert.Single(_sink.Got);
        Assert.Equal("dev.longshore.batch.synced", got.Event.Type);
        Assert.Equal(3, Data(got).GetProperty("uploaded").GetInt32());
        Assert.DoesNotContain("Listening", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_SyncAndCleanup_GoesOnWithItsOwnReply()
    {
        var files = await WriteAsync(3);

        var (exit, output) = await RunAsync("sync,cleanup", Event(files));

        Assert.True(exit == 0, output);
        Assert.Equal("dev.longshore.batch.cleaned", Assert.Single(_sink.Got).Event.Type);
        Assert.All(files, file => Assert.False(File.Exists(Path.Combine(_volume, file))));
        Assert.Equal(files, Shipped());
    }

    [Fact]
    public async Task Job_TerminatedInTheMiddle_HandsTheRestOn()
    {
        var files = await WriteAsync(60);
        using var slow =
            _s3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", Delay = TimeSpan.FromMilliseconds(300) });
        await using var job = Start("sync", Event(files), ("Sync__Concurrency", "2"));
        while (Shipped().Length < 5)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await job.TerminateAsync();
        var (exit, output) = await job.EndAsync();

        Assert.True(exit == 0, output);
        var synced = Assert.Single(_sink.Got, got => got.Event.Type == "dev.longshore.batch.synced");
        var rest = Assert.Single(_sink.Got, got => got.Event.Type == "dev.longshore.batch.ready");
        var left = Data(rest).GetProperty("files").EnumerateArray()
            .Select(file => file.GetProperty("path").GetString()!).ToArray();
        Assert.Equal(left.Length, Data(synced).GetProperty("remaining").GetInt32());
        Assert.Equal(files, Shipped().Concat(left).Order(StringComparer.Ordinal));
        Assert.Equal("1", rest.Headers["ce-hops"]);
    }

    [Fact]
    public async Task Job_DeadlineWithinTheBatch_FollowsItsRemainderHere()
    {
        // Parks after 8 s, of which a busy machine takes some for the start of the process; the batch takes 12 s.
        var files = await WriteAsync(40);
        using var slow =
            _s3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", Delay = TimeSpan.FromMilliseconds(600) });

        var (exit, output) = await RunAsync("sync", Event(files), ("Sync__Concurrency", "2"), ("Host__Deadline", "PT12S"));

        Assert.True(exit == 0, output);
        Assert.Equal(files, Shipped());
        Assert.All(_sink.Got, got => Assert.Equal("dev.longshore.batch.synced", got.Event.Type));
        Assert.True(_sink.Got.Count > 1, "The deadline must have fallen into the batch.");
        Assert.Equal(files.Length, _sink.Got.Sum(got => Data(got).GetProperty("uploaded").GetInt32()));
    }

    [Fact]
    public async Task Job_YoungFiles_SaysWhenToSendTheEventAgain()
    {
        var files = await WriteAsync(1);
        var minAge = TimeSpan.FromMinutes(10);
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(_volume, files[0])));

        var (exit, output) = await RunAsync("sync", Event(files).Replace("PT2S", "PT10M", StringComparison.Ordinal));

        Assert.True(exit == 0, output);
        Assert.Empty(Shipped());
        var synced = Data(Assert.Single(_sink.Got));
        Assert.Equal(1, synced.GetProperty("tooYoung").GetInt32());
        var oldEnoughAt = synced.GetProperty("oldEnoughAt").GetDateTimeOffset();
        Assert.InRange(oldEnoughAt - written, minAge, minAge + TimeSpan.FromSeconds(1));
        var roundedUp = oldEnoughAt + TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1);
        const string told = "deferred as too young: 1 files; send the event again, with a new id, after";
        Assert.Contains($"{told} {roundedUp:yyyy-MM-dd'T'HH:mm:ss'Z'}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_FolderOfTheEvent_IsReadAsSettingAndAsArgument()
    {
        var files = await WriteAsync(1);

        var (exit, output) = await RunAsync("sync", Event(files), ("K_EVENT_PATH", _folder));
        Assert.True(exit == 0, output);

        await using var named = Start("sync", Event(files), [_folder], ("K_EVENT_PATH", "/nowhere"));
        (exit, output) = await named.EndAsync();
        Assert.True(exit == 0, output);
        Assert.Equal(2, _sink.Got.Count);
    }

    [Theory]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"/test","type":"dev.longshore.batch.ready","data":"""
            + """{"files":[{"path":"../x"}]}}""",
        3, "..")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/test","type":"unknown"}""", 3, "No function here takes")]
    [InlineData("not an event", 3, "JSON")]
    [InlineData(null, 2, "K_EVENT_PATH")]
    public async Task Job_EventThatIsNone_ExitsByItsCause(string? text, int expected, string says)
    {
        var (exit, output) = await RunAsync("sync", text);

        Assert.Equal(expected, exit);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.Empty(_sink.Got);
    }

    [Theory]
    [InlineData("S3__Bucket", "", 2, "S3__Bucket")]
    [InlineData("Volume__Name", "", 2, "Volume__Name is empty")]
    [InlineData("K_SINK", "", 2, "K_SINK")]
    [InlineData("Volume__Root", "/nowhere", 1, "/nowhere")]
    [InlineData("S3__Bucket", "absent", 1, "absent")]
    public async Task Job_Setting_ExitsByItsKind(string name, string value, int expected, string says)
    {
        var (exit, output) = await RunAsync("sync", Event(["a"]), (name, value));

        Assert.Equal(expected, exit);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.Empty(_sink.Got);
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _s3.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_volume, recursive: true);
    }

    private static JsonElement Data(Delivered got) => JsonSerializer.Deserialize<JsonElement>(got.Event.Data.Span);

    private static string Event(string[] files)
    {
        var names = string.Join(',', files.Select(file => $$"""{"path":"{{file}}"}"""));
        return $$$"""{"specversion":"1.0","id":"1","source":"/test","type":"dev.longshore.batch.ready","data":"""
            + $$$"""{"minAge":"PT2S","files":[{{{names}}}]}}""";
    }

    private string[] Shipped() => [.. _s3.Store.Bucket(Bucket).Objects().Select(stored => stored.Key)
        .Where(key => !key.StartsWith("_longshore/", StringComparison.Ordinal))];

    private async Task<string[]> WriteAsync(int count)
    {
        var files = Enumerable.Range(0, count).Select(number => $"f{number:D3}").ToArray();
        foreach (var file in files)
            await File.WriteAllTextAsync(Path.Combine(_volume, file), file, TestContext.Current.CancellationToken);
        // The change time of a file cannot be set: the least minAge has to pass.
        await Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken);
        return files;
    }

    private async Task<(int Exit, string Output)> RunAsync(
        string functions, string? text, params (string Name, string Value)[] more)
    {
        await using var job = Start(functions, text, more);
        return await job.EndAsync();
    }

    private JobProcess Start(string functions, string? text, params (string Name, string Value)[] more) =>
        Start(functions, text, [], more);

    private JobProcess Start(string functions, string? text, string[] arguments, params (string Name, string Value)[] more)
    {
        var path = Path.Combine(_folder, "event");
        if (text is not null)
            File.WriteAllText(path, text);
        var settings = new Dictionary<string, string>
        {
            ["K_EVENT_PATH"] = path,
            ["K_SINK"] = _sink.Address.ToString(),
            ["FUNCTIONS"] = functions,
            ["Volume__Root"] = _volume,
            ["Volume__Name"] = "default/data",
            ["S3__Bucket"] = Bucket,
            ["S3__ServiceUrl"] = _s3.Endpoint.ToString(),
            ["S3__ForcePathStyle"] = "true",
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = "AKIAJOB0000000000000",
            ["AWS_SECRET_ACCESS_KEY"] = "job-secret",
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        return JobProcess.Start(settings, arguments);
    }
}
