using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>Batches whose files are a list in the bucket: what may be wrong with list and event.</summary>
public sealed class ListTests
{
    private const string Folder = "_longshore/batches/";
    private const string Event = """{"minAge":"PT2S"}""";

    /// <summary>Room for two files in an event.</summary>
    private static StageOptions Small => Scenes.Calm with { EventBytes = 200 };

    [Fact]
    public async Task Scan_FilesDoNotFitTheEvent_AreAListAndShipped()
    {
        await using var cluster = await Cluster.StartAsync(Small);
        WriteMany(cluster);

        (await cluster.ScanAsync()).Dispose();

        Assert.Empty(cluster.Left());
        Assert.Equal(20, cluster.Shipped().Length);
        var list = Assert.Single(cluster.State("batches"));
        var ready = Assert.Single(cluster.Events(Scenes.Ready));
        Assert.Equal($"s3://{Cluster.Bucket}/{list}", ready.Attributes["dataref"]);
        Assert.False(Json.Of(ready.Data).TryGetProperty("files", out _));
        var plain = Gzip.Plain(list, cluster.Bytes(list));
        Assert.Equal($"{Folder}{Scenes.Sha256Of(plain)}.json.gz", list);
        Assert.Equal(20, JsonDocument.Parse(plain).RootElement.GetProperty("files").GetArrayLength());
        Assert.Equal(20, Outcome(cluster, "deleted"));
    }

    /// <summary>The scan is tried again and finds its list there.</summary>
    [Theory]
    [InlineData(nameof(FaultKind.LostResponse), 1)]
    [InlineData(nameof(FaultKind.InternalError), 20)]
    [InlineData(nameof(FaultKind.AccessDenied), 1)]
    public async Task Scan_ListIsNotPutAtFirst_ShipsAllInTheEnd(string kind, int count)
    {
        await using var cluster = await Cluster.StartAsync(Small);
        WriteMany(cluster);
        using var fault = cluster.S3.Faults.Add(
            new Fault { Kind = Enum.Parse<FaultKind>(kind), Operation = "PutObject", KeyPrefix = Folder, Count = count });

        (await cluster.ScanAsync()).Dispose();

        Assert.Empty(cluster.Left());
        Assert.Single(cluster.State("batches"));
        Assert.Equal(20, Outcome(cluster, "deleted"));
    }

    [Fact]
    public async Task Schedule_MayNotWriteLists_Answers503AndSaysWhy()
    {
        await using var cluster = await Cluster.StartAsync(Small);
        WriteMany(cluster);
        using var fault =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Operation = "PutObject", KeyPrefix = Folder });

        using var answer = await cluster.SendAsync("schedule", "dev.longshore.scan.requested", "{}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("1 of 1 batches could not be sent", said, StringComparison.Ordinal);
        Assert.Contains("batches/", said, StringComparison.Ordinal);
        Assert.Contains("AccessDenied", said, StringComparison.Ordinal);
        Assert.Equal(20, cluster.Left().Length);
        Assert.Empty(cluster.Events(Scenes.Ready));
    }

    [Fact]
    public async Task Schedule_KeyOfTheListHoldsSomethingElse_SaysWhatToDo()
    {
        await using var cluster = await Cluster.StartAsync(Small);
        WriteMany(cluster);
        // Nobody ships what the first scan lists.
        await cluster.StopFunctionAsync("sync");
        (await cluster.SendAsync("schedule", "dev.longshore.scan.requested", "{}")).Dispose();
        var list = Assert.Single(cluster.State("batches"));
        cluster.Objects.Delete(list, null, DateTimeOffset.UnixEpoch);
        cluster.Forge(list, "damaged"u8.ToArray());

        using var answer = await cluster.SendAsync("schedule", "dev.longshore.scan.requested", "{}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("delete that object", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truncated", "its bytes have the SHA-256")]
    [InlineData("not gzip", "truncated or not gzip")]
    [InlineData("other bytes", "its bytes have the SHA-256")]
    [InlineData("another member", "its bytes have the SHA-256")]
    [InlineData("bomb", "more than 8388608 bytes")]
    [InlineData("too large", "more than 8388608 bytes")]
    [InlineData("no list", "no list of files")]
    [InlineData("null", "no list of files")]
    [InlineData("without files", "no list of files")]
    [InlineData("empty", "empty")]
    [InlineData("null file", "null")]
    [InlineData("path twice", "twice")]
    [InlineData("outside", "..")]
    [InlineData("too many", "10000")]
    public async Task Sync_ListIsNotOne_Answers400WithTheReasonAndShipsNothing(string what, string reason)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var plain = Encoding.UTF8.GetBytes(what switch
        {
            "no list" => "[]",
            "null" => "null",
            "without files" => "{}",
            "empty" => """{"files":[]}""",
            "null file" => """{"files":[null]}""",
            "path twice" => """{"files":[{"path":"a"},{"path":"a"}]}""",
            "outside" => """{"files":[{"path":"../a"}]}""",
            "bomb" => $$"""{"files":[{"path":"a"}]}{{new string(' ', 8 << 20)}}""",
            "too many" => ListOf(Enumerable.Range(0, 10_001).Select(number => $"{number}")),
            _ => """{"files":[{"path":"a"}]}""",
        });
        var name = Scenes.Sha256Of(plain);
        var body = Packed(plain);
        cluster.Forge($"{Folder}{name}.json.gz", what switch
        {
            "truncated" => body[..(body.Length / 2)],
            "not gzip" => plain,
            "other bytes" => Packed("""{"files":[{"path":"b"}]}"""u8),
            "another member" => [.. body, .. Packed(" "u8)],
            "too large" => new byte[(8 << 20) + 1],
            _ => body,
        });

        var (status, said) = await SendAsync(cluster, name);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.Empty(cluster.Shipped());
    }

    [Theory]
    [InlineData("s3://elsewhere/_longshore/batches/{0}.json.gz")]
    [InlineData("s3://harbour/_longshore/receipts/{0}.json.gz")]
    [InlineData("s3://harbour/_longshore/batches/../batches/{0}.json.gz")]
    [InlineData("s3://harbour/_longshore/batches/sub/{0}.json.gz")]
    [InlineData("s3://harbour/_longshore/batches/{0}.json")]
    [InlineData("s3://harbour/_longshore/batches/abc.json.gz")]
    [InlineData("s3://harbour/_longshore/batches/")]
    [InlineData("https://longshore/_longshore/batches/{0}.json.gz")]
    [InlineData("{0}")]
    public async Task Sync_DatarefNamesNoList_Answers400AndReadsNothing(string uri)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        var name = Put(cluster, "a");

        using var answer = await cluster.SendAsync(
            "sync", Scenes.Ready, Event, null, ("dataref", uri.Replace("{0}", name, StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("dataref", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(0, cluster.S3.Counters.Of("GetObject"));
    }

    [Fact]
    public async Task Sync_FilesAndAList_Answers400()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);

        var (status, said) = await SendAsync(cluster, Put(cluster, "a"), Scenes.ReadyData("b"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("one of them", said, StringComparison.Ordinal);
    }

    /// <summary>An error is not absence: only the store's own answer that the list does not exist makes it missing.</summary>
    [Theory]
    [InlineData(nameof(FaultKind.InternalError))]
    [InlineData(nameof(FaultKind.MissingPage))]
    public async Task Sync_ListCannotBeRead_Answers503(string kind)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var name = Put(cluster, "a");
        HttpStatusCode status;
        using (cluster.S3.Faults.Add(
            new Fault { Kind = Enum.Parse<FaultKind>(kind), Operation = "GetObject", KeyPrefix = Folder }))
            (status, _) = await SendAsync(cluster, name);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(cluster, name)).Status);
        Assert.Equal(["a"], cluster.Shipped());
    }

    [Fact]
    public async Task Sync_ListIsGone_AnswersWithTheReceiptAndWithoutOne400()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var name = Put(cluster, "a");
        var (_, first) = await SendAsync(cluster, name);
        cluster.Objects.Delete($"{Folder}{name}.json.gz", null, DateTimeOffset.UnixEpoch);

        var (status, second) = await SendAsync(cluster, name);
        var (unknown, said) = await SendAsync(cluster, new string('0', 64));

        Assert.Equal((HttpStatusCode.OK, first), (status, second));
        Assert.Equal(HttpStatusCode.BadRequest, unknown);
        Assert.Contains("has no receipt", said, StringComparison.Ordinal);
    }

    /// <summary>
    /// Sync runs out of time, cleanup deletes what it shipped, and the same list is sent again: what the first receipt settles is
    /// present, and only what was never there is missing.
    /// </summary>
    [Fact]
    public async Task Sync_RemainderAfterACleanup_CallsNoShippedFileMissing()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        cluster.Write("b");
        var name = Put(cluster, "a", "b", "never");
        cluster.S3.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Operation = "PutObject", KeyPrefix = "b", Count = 1 });
        var (_, first) = await SendAsync(cluster, name);
        Assert.Equal("{\"uploaded\":1,\"present\":0,\"failed\":1,\"missing\":1}", Counts(first));
        await cluster.CleanAsync((first, Reference(cluster, 1)));
        Assert.Equal(["b"], cluster.Left());

        var (_, second) = await SendAsync(cluster, name, hops: 1);

        Assert.Equal("{\"uploaded\":1,\"present\":1,\"failed\":0,\"missing\":1}", Counts(second));
        await cluster.CleanAsync((second, Reference(cluster, 2)));
        Assert.Empty(cluster.Left());
        Assert.Equal((2, 1), (Outcome(cluster, "deleted"), Outcome(cluster, "gone")));
    }

    /// <summary>The object of a deleted file was removed from S3: then no receipt may say that S3 holds it.</summary>
    [Fact]
    public async Task Sync_DeletedFileHasNoObjectAnyMore_IsMissing()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var name = Put(cluster, "a", "never");
        var (_, first) = await SendAsync(cluster, name);
        await cluster.CleanAsync((first, Reference(cluster, 1)));
        cluster.Objects.Delete("a", null, DateTimeOffset.UnixEpoch);

        var (_, second) = await SendAsync(cluster, name);

        Assert.Equal("{\"uploaded\":0,\"present\":0,\"failed\":0,\"missing\":2}", Counts(second));
    }

    private static void WriteMany(Cluster cluster)
    {
        for (var i = 0; i < 20; i++)
            cluster.Write($"f{i:d2}");
    }

    private static string ListOf(IEnumerable<string> paths) =>
        $$"""{"files":[{{string.Join(',', paths.Select(path => $$"""{"path":"{{path}}"}"""))}}]}""";

    private static string Put(Cluster cluster, params string[] paths)
    {
        var plain = Encoding.UTF8.GetBytes(ListOf(paths));
        cluster.Forge($"{Folder}{Scenes.Sha256Of(plain)}.json.gz", Packed(plain));
        return Scenes.Sha256Of(plain);
    }

    private static byte[] Packed(ReadOnlySpan<byte> plain)
    {
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(plain);
        return body.ToArray();
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        Cluster cluster, string name, string data = Event, int hops = 0)
    {
        using var answer = await cluster.SendAsync("sync", Scenes.Ready, data, null,
            ("dataref", $"s3://{Cluster.Bucket}/{Folder}{name}.json.gz"), ("hops", $"{hops}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Counts(string synced)
    {
        var told = Json.Of(Encoding.UTF8.GetBytes(synced));
        string[] names = ["uploaded", "present", "failed", "missing"];
        return $"{{{string.Join(',', names.Select(name => $"\"{name}\":{told.GetProperty(name).GetInt32()}"))}}}";
    }

    private static string Reference(Cluster cluster, int attempt) => $"s3://{Cluster.Bucket}/"
        + Assert.Single(cluster.State("receipts"), key => key.EndsWith($"/{attempt}.json.gz", StringComparison.Ordinal));

    private static int Outcome(Cluster cluster, string count) =>
        cluster.State("cleanups").Select(cluster.Document).Sum(outcome => outcome.GetProperty(count).GetInt32());
}
