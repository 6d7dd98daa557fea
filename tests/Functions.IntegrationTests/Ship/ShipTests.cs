using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3.Faults;

namespace Longshore.IntegrationTests.Ship;

/// <summary><c>longshore ship</c> as a person runs it: a process, a directory, and the sandbox's S3.</summary>
public sealed partial class ShipTests : ShipRoom
{
    [Fact]
    public async Task Ship_InAPipe_ShipsDeletesAndSumsUpInPlainLines()
    {
        await Stage.WriteAsync(20);

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(20, await Stage.AssertNothingIsLostAsync());
        Assert.Contains("uploaded       20 files, 20 KB", output, StringComparison.Ordinal);
        Assert.Contains("deleted        20 files, 20 KB freed", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output + errors);
        var records = await Stage.KeysAsync("_longshore/");
        Assert.All(["receipts/", "scans/"],
            folder => Assert.Single(records, key => key.StartsWith("_longshore/" + folder, StringComparison.Ordinal)));
        Assert.Equal(["1.begun.json", "1.json"],
            records.Where(key => key.StartsWith("_longshore/cleanups/", StringComparison.Ordinal))
            .Select(key => key.Split('/')[^1]));
    }

    [Fact]
    public async Task Ship_LargeFile_GoesInPartsAndIsProven()
    {
        await Stage.WriteAsync([("large.bin", 20 << 20), ("small.txt", 3), ("empty", 0)]);

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(3, await Stage.AssertNothingIsLostAsync());
        Assert.True(S3.Counters.Of("UploadPart", "") > 1);
    }

    [Fact]
    public async Task Ship_Keep_DeletesNothingAndANextRunDoes()
    {
        await Stage.WriteAsync(5);

        var kept = await Stage.ReportAsync("--keep");

        Assert.Equal(5, Stage.Left.Length);
        Assert.Equal((5, 0, 0), (Number(kept, "shipped", "uploaded"), Number(kept, "deleted"), Number(kept, "exitCode")));
        Assert.False(Directory.Exists(Path.Combine(Stage.Directory, ".longshore")));
        var after = await Stage.ReportAsync();
        Assert.Equal((0, 5), (Number(after, "shipped", "uploaded"), Number(after, "shipped", "present")));
        Assert.Equal((5, "shipped"), (Number(after, "deleted"), after.GetProperty("outcome").GetString()));
        Assert.Equal(5, S3.Store.Journal.Entries.Count(entry => !entry.Key.StartsWith("_longshore/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ship_DryRun_ChangesNothingAnywhere()
    {
        await Stage.WriteAsync(5);
        Assert.Equal(0, (await Stage.RunAsync("--keep", "--include", "hour/f0000.dat")).Exit);
        var (keys, puts, uploads) =
            (await Stage.KeysAsync(), S3.Counters.Of("PutObject"), S3.Counters.Of("CreateMultipartUpload"));

        var (exit, output, errors) = await Stage.RunAsync("--dry-run");

        Assert.True(exit == 0, output + errors);
        Assert.Contains("uploaded       4 files would be, 4 KB", output, StringComparison.Ordinal);
        Assert.Contains("already there  1 file by name and size", output, StringComparison.Ordinal);
        Assert.Contains("deleted        5 files would be", output, StringComparison.Ordinal);
        Assert.Contains("This was a dry run: nothing was changed", output, StringComparison.Ordinal);
        var plan = await Stage.ReportAsync("--dry-run");
        Assert.Equal(("dry-run", true), (plan.GetProperty("outcome").GetString(), plan.GetProperty("dryRun").GetBoolean()));
        Assert.Equal((0, 5), (Number(plan, "deleted"), Number(plan, "wouldDelete")));
        Assert.Equal(Stage.Written.Keys.Order(StringComparer.Ordinal), Stage.Left);
        Assert.Single(Directory.EnumerateFileSystemEntries(Stage.Directory));
        Assert.Equal(keys, await Stage.KeysAsync());
        Assert.Equal(puts, S3.Counters.Of("PutObject"));
        Assert.Equal((0, uploads), (S3.Counters.Of("DeleteObject"), S3.Counters.Of("CreateMultipartUpload")));
    }

    [Fact]
    public async Task Ship_Json_IsOneDocumentAndTheRestIsOnStandardError()
    {
        await Stage.WriteAsync(3);

        var (exit, output, errors) = await Stage.RunAsync("--json");

        Assert.Equal(0, exit);
        var report = System.Text.Json.JsonDocument.Parse(output).RootElement;
        Assert.Equal("longshore.ship/1", report.GetProperty("schema").GetString());
        Assert.Equal((3, 3, 0), (Number(report, "found", "files"), Number(report, "deleted"),
            report.GetProperty("imbalances").GetArrayLength()));
        Assert.Contains("Ships 3 files", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_HostileNames_CannotWriteToTheTerminal()
    {
        var evil = "\u001b]0;gotcha\u0007\u001b[2Jx\n";
        await Stage.WriteAsync([(evil, 5), ("taken", 6)]);
        await Stage.RunAsync("--keep");
        // Other bytes under the same keys: with OnConflict=Fail both are named as failed.
        await Stage.WriteAsync([(evil, 7), ("taken", 8)]);
        Stage.Environment["Sync__OnConflict"] = "Fail";

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.Equal(1, exit);
        Assert.DoesNotContain(output + errors, c => char.IsControl(c) && c is not ('\n' or '\r'));
        Assert.Contains("\\u001b]0;gotcha\\u0007\\u001b[2Jx\\u000a: conflict", output, StringComparison.Ordinal);
        Assert.Equal(2, Stage.Left.Length);
    }

    [Fact]
    public async Task Ship_TooYoungIgnoredAndLinked_AreLeftWithExitZero()
    {
        await Stage.WriteAsync([("old", 5), ("half.tmp", 5)]);
        File.CreateSymbolicLink(Path.Combine(Stage.Directory, "link"), "/etc/passwd");
        await File.WriteAllTextAsync(Path.Combine(Stage.Directory, "young"), "young", TestContext.Current.CancellationToken);
        // Less than a minute ahead is an ordinary clock's error, and stays young however long the process takes to start.
        File.SetLastWriteTimeUtc(Path.Combine(Stage.Directory, "young"),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(50));

        var report = await Stage.ReportAsync();

        Assert.Equal((0, 1, 1, 1),
            (Number(report, "exitCode"), Number(report, "deleted"), Number(report, "found", "ignored"),
            Number(report, "found", "special")));
        Assert.Equal(1, Number(report, "deferred", "too-young"));
        Assert.Equal(["half.tmp", "link", "young"], Stage.Left);
    }

    [Fact]
    public async Task Ship_ModifiedInTheFuture_IsLeftWithExitFour()
    {
        await Stage.WriteAsync(2);
        File.SetLastWriteTimeUtc(Path.Combine(Stage.Directory, "hour/f0001.dat"),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1));

        var report = await Stage.ReportAsync();

        Assert.Equal((4, 1, 1), (Number(report, "exitCode"), Number(report, "deleted"),
            Number(report, "deferred", "modified-in-the-future")));
    }

    [Fact]
    public async Task Ship_StoreFailsForAWhile_IsTriedAgainUntilItServes()
    {
        await Stage.WriteAsync(3);
        // More than the retries of one request, so that the batch itself is given again.
        using var down =
            S3.Faults.Add(new() { Kind = FaultKind.InternalError, Operation = "PutObject", KeyPrefix = "in/", Count = 20 });

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Contains("Tried again in 1 s", output, StringComparison.Ordinal);
        Assert.Equal(3, await Stage.AssertNothingIsLostAsync());
    }

    [Theory]
    [InlineData("_longshore/scans/")]
    [InlineData("_longshore/receipts/")]
    [InlineData("_longshore/cleanups/")]
    public async Task Ship_RecordThatCannotBeWrittenAtFirst_IsTriedAgainAndTheCountsBalance(string folder)
    {
        await Stage.WriteAsync(3);
        using var down =
            S3.Faults.Add(new() { Kind = FaultKind.InternalError, Operation = "PutObject", KeyPrefix = folder, Count = 8 });

        var report = await Stage.ReportAsync();

        Assert.Equal((0, 0), (Number(report, "exitCode"), report.GetProperty("imbalances").GetArrayLength()));
        // What was deleted before the outcome could be written is no file that somebody else took away.
        Assert.Equal((3, 3, 3, 0),
            (Number(report, "found", "files"), Number(report, "shipped", "uploaded") + Number(report, "shipped", "present"),
            Number(report, "deleted"), Number(report, "gone")));
        Assert.Equal(3, await Stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_ObjectThatVanishedSinceItsReceipt_IsShippedAgainBeforeTheFileGoes()
    {
        await Stage.WriteAsync([("a", 5), ("b", 5)]);
        await Stage.RunAsync("--keep");
        S3.Store.Bucket(Bucket).Delete("in/a", null, TimeProvider.System.GetUtcNow());

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(2, await Stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_AssumedRole_ShipsWithIt()
    {
        await Stage.WriteAsync(2);
        const string any =
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}}""";
        const string all = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""";
        Iam.AddRole("mine", PolicyParser.Parse(any, "trust", PolicyKind.Trust),
            [PolicyParser.Parse(all, "policy", PolicyKind.Identity)]);

        var (exit, output, errors) = await Stage.RunAsync("--role-arn", Iam.RoleArn("mine"));

        Assert.True(exit == 0, output + errors);
        Assert.Equal(1, S3.Counters.Of("AssumeRole", ""));
        Assert.Empty(Stage.Left);
    }

    /// <summary>Parts hold memory and whole files hold places: neither may wait for what the other holds.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Ship_LargeFilesAmongSmallOnes_NeverStandsStill(string concurrency)
    {
        Stage.Environment["Sync__PartBytes"] = "16777216";
        await Stage.WriteAsync([("a/large-1.bin", 70 << 20), ("z/large-2.bin", 70 << 20),
            .. Enumerable.Range(0, 300).Select(number => ($"f/{number:D3}.dat", 20_000))]);
        await using var process = Stage.Start(onTerminal: false, "--concurrency", concurrency);

        var (exit, output, errors) = await process.EndAsync()
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(exit == 0, output + errors);
        Assert.Empty(Stage.Left);
        Assert.Equal(302, await Stage.AssertNothingIsLostAsync());
    }

    /// <summary>A recorded answer of HTTP, at the sizes where a request's body goes by in pieces.</summary>
    [Fact]
    public async Task Ship_FilesThatHoldHeadsOfHttp_AreShippedAsTheyAre()
    {
        await Stage.WriteAsync(1);
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 64000\r\n\r\n"u8.ToArray();
        foreach (var at in (int[])[0, 2000, 4000])
        {
            foreach (var size in (int[])[60_000, 65_000, 66_000, 68_000])
            {
                var path = Path.Combine(Stage.Directory, $"capture-{at}-{size}");
                await File.WriteAllBytesAsync(path, [.. new byte[at], .. head, .. new byte[size - at - head.Length]],
                    TestContext.Current.CancellationToken);
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken);
        var (exit, output, errors) = await Stage.RunAsync()
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(exit == 0, output + errors);
        Assert.Empty(Stage.Left);
    }

    private static long Number(System.Text.Json.JsonElement report, params string[] path) =>
        path.Aggregate(report, (at, name) => at.GetProperty(name)).GetInt64();
}
