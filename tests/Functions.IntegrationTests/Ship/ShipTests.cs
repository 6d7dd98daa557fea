using Longshore.IntegrationTests.S3Contract;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Faults;

namespace Longshore.IntegrationTests.Ship;

/// <summary><c>longshore ship</c> as a person runs it: a process, a directory, and the sandbox's S3.</summary>
public sealed class ShipTests : IAsyncLifetime
{
    private const string Bucket = "harbour";
    private const string Key = "AKIASHIP000000000000";
    private const string Secret = "ship-secret";
    private readonly IamDirectory _iam = IamDirectory.WithAdministrator(Key, Secret);
    private S3Server _s3 = null!;
    private ShipStage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        _s3 = await S3Server.StartAsync(new() { Iam = _iam, Buckets = [Bucket] }, TestContext.Current.CancellationToken);
        _stage = new(_s3.Endpoint.ToString(), Bucket, Key, Secret);
    }

    [Fact]
    public async Task Ship_InAPipe_ShipsDeletesAndSumsUpInPlainLines()
    {
        await _stage.WriteAsync(20);

        var (exit, output, errors) = await _stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(20, await _stage.AssertNothingIsLostAsync());
        Assert.Contains("uploaded       20 files, 20 KB", output, StringComparison.Ordinal);
        Assert.Contains("deleted        20 files, 20 KB freed", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output + errors);
        var records = await _stage.KeysAsync("_longshore/");
        Assert.All(["receipts/", "cleanups/", "scans/"], folder => Assert.Single(records, key => key.StartsWith("_longshore/" + folder, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ship_LargeFile_GoesInPartsAndIsProven()
    {
        await _stage.WriteAsync([("large.bin", 20 << 20), ("small.txt", 3), ("empty", 0)]);

        var (exit, output, errors) = await _stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(3, await _stage.AssertNothingIsLostAsync());
        Assert.True(_s3.Counters.Of("UploadPart", "") > 1);
    }

    [Fact]
    public async Task Ship_Keep_DeletesNothingAndANextRunDoes()
    {
        await _stage.WriteAsync(5);

        var kept = await _stage.ReportAsync("--keep");

        Assert.Equal(5, _stage.Left.Length);
        Assert.Equal((5, 0, 0), (Number(kept, "shipped", "uploaded"), Number(kept, "deleted"), Number(kept, "exitCode")));
        Assert.False(Directory.Exists(Path.Combine(_stage.Directory, ".longshore")));
        var after = await _stage.ReportAsync();
        Assert.Equal((0, 5), (Number(after, "shipped", "uploaded"), Number(after, "shipped", "present")));
        Assert.Equal((5, "shipped"), (Number(after, "deleted"), after.GetProperty("outcome").GetString()));
        Assert.Equal(5, _s3.Counters.Of("PutObject") - (await _stage.KeysAsync("_longshore/")).Length);
    }

    [Fact]
    public async Task Ship_DryRun_ChangesNothingAnywhere()
    {
        await _stage.WriteAsync(5);
        Assert.Equal(0, (await _stage.RunAsync("--keep", "--include", "hour/f0000.dat")).Exit);
        var (keys, puts) = (await _stage.KeysAsync(), _s3.Counters.Of("PutObject"));

        var (exit, output, errors) = await _stage.RunAsync("--dry-run");

        Assert.True(exit == 0, output + errors);
        Assert.Contains("uploaded       4 files would be, 4 KB", output, StringComparison.Ordinal);
        Assert.Contains("already there  1 file by name and size", output, StringComparison.Ordinal);
        Assert.Contains("deleted        5 files would be", output, StringComparison.Ordinal);
        Assert.Equal(_stage.Written.Keys.Order(StringComparer.Ordinal), _stage.Left);
        Assert.Single(Directory.EnumerateFileSystemEntries(_stage.Directory));
        Assert.Equal(keys, await _stage.KeysAsync());
        Assert.Equal(puts, _s3.Counters.Of("PutObject"));
        Assert.Equal(0, _s3.Counters.Of("DeleteObject") + _s3.Counters.Of("CreateMultipartUpload"));
    }

    [Fact]
    public async Task Ship_Json_IsOneDocumentAndTheRestIsOnStandardError()
    {
        await _stage.WriteAsync(3);

        var (exit, output, errors) = await _stage.RunAsync("--json");

        Assert.Equal(0, exit);
        var report = System.Text.Json.JsonDocument.Parse(output).RootElement;
        Assert.Equal("longshore.ship/1", report.GetProperty("schema").GetString());
        Assert.Equal((3, 3, 0), (Number(report, "found", "files"), Number(report, "deleted"), report.GetProperty("imbalances").GetArrayLength()));
        Assert.Contains("Ships 3 files", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_HostileNames_CannotWriteToTheTerminal()
    {
        var evil = "\u001b]0;gotcha\u0007\u001b[2Jx\n";
        await _stage.WriteAsync([(evil, 5), ("taken", 6)]);
        await _stage.RunAsync("--keep");
        // Other bytes under the same keys: with OnConflict=Fail both are named as failed.
        await _stage.WriteAsync([(evil, 7), ("taken", 8)]);
        _stage.Environment["Sync__OnConflict"] = "Fail";

        var (exit, output, errors) = await _stage.RunAsync();

        Assert.Equal(1, exit);
        Assert.DoesNotContain(output + errors, c => char.IsControl(c) && c is not ('\n' or '\r'));
        Assert.Contains("\\u001b]0;gotcha\\u0007\\u001b[2Jx\\u000a: conflict", output, StringComparison.Ordinal);
        Assert.Equal(2, _stage.Left.Length);
    }

    [Fact]
    public async Task Ship_TooYoungIgnoredAndLinked_AreLeftWithExitZero()
    {
        await _stage.WriteAsync([("old", 5), ("half.tmp", 5)]);
        File.CreateSymbolicLink(Path.Combine(_stage.Directory, "link"), "/etc/passwd");
        await File.WriteAllTextAsync(Path.Combine(_stage.Directory, "young"), "young", TestContext.Current.CancellationToken);
        // Less than a minute ahead is an ordinary clock's error, and stays young however long the process takes to start.
        File.SetLastWriteTimeUtc(Path.Combine(_stage.Directory, "young"), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(50));

        var report = await _stage.ReportAsync();

        Assert.Equal((0, 1, 1, 1), (Number(report, "exitCode"), Number(report, "deleted"), Number(report, "found", "ignored"), Number(report, "found", "special")));
        Assert.Equal(1, Number(report, "deferred", "too-young"));
        Assert.Equal(["half.tmp", "link", "young"], _stage.Left);
    }

    [Fact]
    public async Task Ship_ModifiedInTheFuture_IsLeftWithExitFour()
    {
        await _stage.WriteAsync(2);
        File.SetLastWriteTimeUtc(Path.Combine(_stage.Directory, "hour/f0001.dat"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1));

        var report = await _stage.ReportAsync();

        Assert.Equal((4, 1, 1), (Number(report, "exitCode"), Number(report, "deleted"), Number(report, "deferred", "modified-in-the-future")));
    }

    [Fact]
    public async Task Ship_StoreFailsForAWhile_IsTriedAgainUntilItServes()
    {
        await _stage.WriteAsync(3);
        // More than the retries of one request, so that the batch itself is given again.
        using var down = _s3.Faults.Add(new() { Kind = FaultKind.InternalError, Operation = "PutObject", KeyPrefix = "in/", Count = 20 });

        var (exit, output, errors) = await _stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Contains("Tried again in 1 s", output, StringComparison.Ordinal);
        Assert.Equal(3, await _stage.AssertNothingIsLostAsync());
    }

    [Theory]
    [InlineData("_longshore/scans/")]
    [InlineData("_longshore/receipts/")]
    [InlineData("_longshore/cleanups/")]
    public async Task Ship_RecordThatCannotBeWrittenAtFirst_IsTriedAgainAndTheCountsBalance(string folder)
    {
        await _stage.WriteAsync(3);
        using var down = _s3.Faults.Add(new() { Kind = FaultKind.InternalError, Operation = "PutObject", KeyPrefix = folder, Count = 8 });

        var report = await _stage.ReportAsync();

        Assert.Equal((0, 0), (Number(report, "exitCode"), report.GetProperty("imbalances").GetArrayLength()));
        Assert.Equal(3, Number(report, "found", "files"));
        Assert.Equal(3, await _stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_ObjectThatVanishedSinceItsReceipt_IsShippedAgainBeforeTheFileGoes()
    {
        await _stage.WriteAsync([("a", 5), ("b", 5)]);
        await _stage.RunAsync("--keep");
        _s3.Store.Bucket(Bucket).Delete("in/a", null, TimeProvider.System.GetUtcNow());

        var (exit, output, errors) = await _stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(2, await _stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_AssumedRole_ShipsWithIt()
    {
        await _stage.WriteAsync(2);
        const string any = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}}""";
        const string all = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""";
        _iam.AddRole("mine", PolicyParser.Parse(any, "trust", PolicyKind.Trust), [PolicyParser.Parse(all, "policy", PolicyKind.Identity)]);

        var (exit, output, errors) = await _stage.RunAsync("--role-arn", _iam.RoleArn("mine"));

        Assert.True(exit == 0, output + errors);
        Assert.Equal(1, _s3.Counters.Of("AssumeRole", ""));
        Assert.Empty(_stage.Left);
    }

    [Fact]
    public async Task Ship_RoleThatIsRefused_SaysSoAtOnce()
    {
        await _stage.WriteAsync(1);

        var (exit, _, errors) = await _stage.RunAsync("--role-arn", _iam.RoleArn("absent"));

        Assert.Equal(1, exit);
        Assert.Contains("S3__RoleArn", errors, StringComparison.Ordinal);
        Assert.Single(_stage.Left);
    }

    [Fact]
    public async Task Ship_SettingsAlone_AreEnough()
    {
        await _stage.WriteAsync(2);
        Dictionary<string, string> settings = new(_stage.Environment)
        {
            ["Volume__Root"] = _stage.Directory,
            ["S3__Bucket"] = Bucket,
            ["S3__Prefix"] = "in/",
            ["S3__ServiceUrl"] = _s3.Endpoint.ToString(),
            ["S3__ForcePathStyle"] = "true",
            ["Schedule__MinAge"] = "PT2S",
        };
        await using var process = ShipProcess.Start(settings, onTerminal: false, []);

        var (exit, output, errors) = await process.EndAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(2, await _stage.AssertNothingIsLostAsync());
    }

    [Theory]
    [InlineData("--bucket", "/tmp")]
    [InlineData("does not exist", "/nowhere/at/all", "--bucket", Bucket)]
    [InlineData("is a file", "/etc/passwd", "--bucket", Bucket)]
    [InlineData("root of the whole filesystem", "/", "--bucket", Bucket)]
    [InlineData("--min-age (Schedule__MinAge)", "/tmp", "--bucket", Bucket, "--min-age", "5s")]
    [InlineData("'--yes' is not known", "/tmp", "--yes")]
    public async Task Ship_Misuse_IsNamedWithExitTwo(string says, params string[] arguments)
    {
        await using var process = ShipProcess.Start(_stage.Environment, onTerminal: false, arguments);

        var (exit, _, errors) = await process.EndAsync();

        Assert.Equal(2, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_BucketThatIsNotThere_FailsAtOnce()
    {
        await _stage.WriteAsync(1);

        await using var process = ShipProcess.Start(_stage.Environment, onTerminal: false, [_stage.Directory, "--bucket", "absent", "--endpoint", _s3.Endpoint.ToString()]);

        var (exit, _, errors) = await process.EndAsync();

        Assert.Equal(1, exit);
        Assert.Contains("'absent' does not exist", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_NoCredentials_SaysWhatToSet()
    {
        _stage.Environment["AWS_ACCESS_KEY_ID"] = _stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        _stage.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        _stage.Environment["HOME"] = "/nonexistent";

        var (exit, _, errors) = await _stage.RunAsync();

        Assert.Equal(2, exit);
        Assert.Contains("No AWS credentials were found", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_OnATerminal_ShowsLiveProgressAndGivesTheCursorBack()
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, "script is not on PATH");
        await _stage.WriteAsync(40);
        using var slow = _s3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", Delay = TimeSpan.FromMilliseconds(300) });
        await using var process = _stage.Start(onTerminal: true, "--concurrency", "4");

        var (exit, output, _) = await process.EndAsync();

        Assert.True(exit == 0, output);
        Assert.Contains("\u001b[?25l", output, StringComparison.Ordinal);
        Assert.Contains("/40 files", output, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", output[..output.IndexOf("  found ", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("deleted        40 files", output, StringComparison.Ordinal);
    }

    /// <summary>Parts hold memory and whole files hold places: neither may wait for what the other holds.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Ship_LargeFilesAmongSmallOnes_NeverStandsStill(string concurrency)
    {
        _stage.Environment["Sync__PartBytes"] = "16777216";
        await _stage.WriteAsync([("a/large-1.bin", 70 << 20), ("z/large-2.bin", 70 << 20), .. Enumerable.Range(0, 300).Select(number => ($"f/{number:D3}.dat", 20_000))]);
        await using var process = _stage.Start(onTerminal: false, "--concurrency", concurrency);

        var (exit, output, errors) = await process.EndAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(exit == 0, output + errors);
        Assert.Empty(_stage.Left);
        Assert.Equal(302, await _stage.AssertNothingIsLostAsync());
    }

    /// <summary>A recorded answer of HTTP, at the sizes where a request's body goes by in pieces.</summary>
    [Fact]
    public async Task Ship_FilesThatHoldHeadsOfHttp_AreShippedAsTheyAre()
    {
        await _stage.WriteAsync(1);
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 64000\r\n\r\n"u8.ToArray();
        foreach (var at in (int[])[0, 2000, 4000])
        {
            foreach (var size in (int[])[60_000, 65_000, 66_000, 68_000])
            {
                var path = Path.Combine(_stage.Directory, $"capture-{at}-{size}");
                await File.WriteAllBytesAsync(path, [.. new byte[at], .. head, .. new byte[size - at - head.Length]], TestContext.Current.CancellationToken);
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken);
        var (exit, output, errors) = await _stage.RunAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(exit == 0, output + errors);
        Assert.Empty(_stage.Left);
    }

    [Fact]
    public async Task Ship_DumbTerminal_GetsPlainLines()
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, "script is not on PATH");
        await _stage.WriteAsync(2);
        _stage.Environment["TERM"] = "dumb";
        await using var process = _stage.Start(onTerminal: true);

        var (exit, output, _) = await process.EndAsync();

        Assert.True(exit == 0, output);
        // The runtime itself may set the terminal's keypad mode; nothing of ours moves the cursor.
        Assert.DoesNotContain("\u001b[K", output, StringComparison.Ordinal);
        Assert.Contains("deleted        2 files", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public async Task Ship_SignalInMidRun_LosesNothingAndARerunFinishes(string signal, int expected)
    {
        await _stage.WriteAsync(60);
        using var slow = _s3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", KeyPrefix = "in/", Delay = TimeSpan.FromMilliseconds(200) });
        await using var process = _stage.Start(onTerminal: false, "--concurrency", "3");
        await UntilShippedAsync(process, 10);

        await process.SignalAsync(signal);
        var (exit, output, errors) = await process.EndAsync();

        Assert.True(exit == expected, $"{exit} {output}{errors}");
        Assert.Contains("still in the directory", output, StringComparison.Ordinal);
        await _stage.AssertNothingIsLostAsync();
        Assert.Single(await _stage.KeysAsync("_longshore/receipts/"));
        await FinishAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(45)]
    public async Task Ship_CtrlCOnATerminal_LosesNothingSaysWhatRemainsAndARerunFinishes(int after)
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, "script is not on PATH");
        await _stage.WriteAsync(50);
        _stage.Environment["Schedule__BatchFiles"] = "10";
        using var slow = _s3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", Delay = TimeSpan.FromMilliseconds(100) });
        await using var process = _stage.Start(onTerminal: true, "--concurrency", "2");
        await UntilShippedAsync(process, after);

        await process.InterruptAsync();
        var (exit, output, _) = await process.EndAsync();

        Assert.True(exit == 130, output);
        Assert.Contains("Nothing is lost", output, StringComparison.Ordinal);
        await _stage.AssertNothingIsLostAsync();
        slow.Dispose();
        await FinishAsync();
    }

    [Fact]
    public async Task Ship_SecondCtrlC_StopsAtOnceAndLosesNothing()
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, "script is not on PATH");
        await _stage.WriteAsync(30);
        using (_s3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", KeyPrefix = "in/", Skip = 5, Delay = TimeSpan.FromSeconds(60) }))
        {
            await using var process = _stage.Start(onTerminal: true, "--concurrency", "5");
            await UntilShippedAsync(process, 5);
            await process.InterruptAsync();
            while (!process.Seen.Contains("Stopping", StringComparison.Ordinal))
                await Task.Delay(20, TestContext.Current.CancellationToken);
            var since = TimeProvider.System.GetTimestamp();

            await process.InterruptAsync();
            var (exit, output, _) = await process.EndAsync();

            Assert.True(exit == 130, output);
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(15), "Host__Grace alone is 25 s.");
            Assert.EndsWith("\u001b[?25h", output, StringComparison.Ordinal);
        }

        await _stage.AssertNothingIsLostAsync();
        await FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _stage.Dispose();
        await _s3.DisposeAsync();
    }

    private static long Number(System.Text.Json.JsonElement report, params string[] path) => path.Aggregate(report, (at, name) => at.GetProperty(name)).GetInt64();

    private async Task UntilShippedAsync(ShipProcess process, int files)
    {
        while ((await _stage.KeysAsync("in/")).Length < files)
        {
            Assert.DoesNotContain("found  ", process.Seen, StringComparison.Ordinal);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task FinishAsync()
    {
        var (exit, output, errors) = await _stage.RunAsync();
        Assert.True(exit == 0, output + errors);
        Assert.Equal(_stage.Written.Count, await _stage.AssertNothingIsLostAsync());
        Assert.Empty(_stage.Left);
    }
}
