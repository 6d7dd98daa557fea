using System.Text.Json;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3.Faults;

namespace Longshore.IntegrationTests.Ship;

/// <summary>The account of a run in which something cannot be written or deleted: each file is counted once, and named.</summary>
public sealed class ShipFaultTests : ShipRoom
{
    /// <summary>A role without a right to write a record: nothing is uploaded, and the message names the folder.</summary>
    [Theory]
    [InlineData("_longshore/scans/")]
    [InlineData("_longshore/receipts/")]
    [InlineData("_longshore/cleanups/")]
    public async Task Ship_RoleThatMayNotWriteARecord_SaysSoBeforeTheFirstUpload(string folder)
    {
        await Stage.WriteAsync(3);
        const string Any =
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}}""";
        var policy = $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},
            {"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::{{Bucket}}/{{folder}}*"}]}
            """;
        Iam.AddRole("bound", PolicyParser.Parse(Any, "trust", PolicyKind.Trust),
            [PolicyParser.Parse(policy, "policy", PolicyKind.Identity)]);

        var (exit, output, errors) = await Stage.RunAsync("--role-arn", Iam.RoleArn("bound"));

        Assert.True(exit == 1, output + errors);
        Assert.Contains($"Putting {folder}", errors, StringComparison.Ordinal);
        Assert.Contains("was refused: AccessDenied (", errors, StringComparison.Ordinal);
        Assert.Contains("; check the policy of", errors, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was shipped.\n", errors, StringComparison.Ordinal);
        Assert.Empty(await Stage.KeysAsync("in/"));
        Assert.Empty(await Stage.KeysAsync(folder));
    }

    [Fact]
    public async Task Ship_NothingMayBeWritten_EndsAtOnceWithTheAction()
    {
        await Stage.WriteAsync(3);
        using var denied = S3.Faults.Add(new() { Kind = FaultKind.AccessDenied, Operation = "PutObject" });

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 1, output + errors);
        Assert.Contains("Putting _longshore/scans/permission (s3:PutObject) was refused: AccessDenied (", errors,
            StringComparison.Ordinal);
        Assert.EndsWith("Nothing was shipped.\n", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Tried again", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_FilesMayNotBeWritten_NamesTheActionOnce()
    {
        await Stage.WriteAsync(3);
        using var denied = S3.Faults.Add(new() { Kind = FaultKind.AccessDenied, Operation = "PutObject", KeyPrefix = "in/" });

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 1, output + errors);
        Assert.Equal(2, output.Split("s3:PutObject").Length);
        Assert.Contains($"beneath s3://{Bucket}/in/: the credentials need s3:PutObject", output, StringComparison.Ordinal);
    }

    /// <summary>A permission that is taken away after the look: the run ends, says so, and counts each file once.</summary>
    [Theory]
    [InlineData("_longshore/scans/", "The record of the scan could not be written", 0, 3)]
    [InlineData("_longshore/receipts/", "3 files of batches that could not be handled, 3 of them in S3 without a receipt", 3, 0)]
    [InlineData("_longshore/cleanups/", "Shipped files were not cleaned up", 0, 0)]
    public async Task Ship_RecordThatCanNeverBeWritten_SaysSoAndTheCountsBalance(
        string folder, string says, int notRecorded, int deleted)
    {
        await Stage.WriteAsync(3);
        using var denied = S3.Faults.Add(
            new() { Kind = FaultKind.AccessDenied, Operation = "PutObject", KeyPrefix = folder, Skip = 1 });

        var report = await Stage.ReportAsync();

        Assert.Equal((1, 0), (Number(report, "exitCode"), report.GetProperty("imbalances").GetArrayLength()));
        Assert.Equal((3, 3, deleted, notRecorded, 0),
            (Number(report, "found", "files"), Number(report, "shipped", "uploaded"), Number(report, "deleted"),
            Number(report, "notRecorded"), Number(report, "notHandled")));
        Assert.StartsWith(says, Assert.Single(report.GetProperty("problems").EnumerateArray()).GetString(),
            StringComparison.Ordinal);
        Assert.Equal(3 - deleted, Number(report, "leftCount"));
        Assert.False(report.GetProperty("scanCut").GetBoolean());
        Assert.Equal(deleted, await Stage.AssertNothingIsLostAsync());
    }

    /// <summary>No write quorum: every PUT is refused, so that neither files nor records are written.</summary>
    [Fact]
    public async Task Ship_EveryPutIsRefused_CountsEachFileOnce()
    {
        await Stage.WriteAsync(2);
        using var down = S3.Faults.Add(new() { Kind = FaultKind.InternalError, Operation = "PutObject" });

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 1, output + errors);
        Assert.Contains("not handled    2 files\n", output, StringComparison.Ordinal);
        Assert.Contains("not-handled    hour/f0000.dat\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("DO NOT ADD UP", output, StringComparison.Ordinal);
        Assert.True(S3.Counters.Of("PutObject") < 150, $"{S3.Counters.Of("PutObject")} requests");
    }

    /// <summary>An outage that outlasts a batch's retries, after which the store takes the scan's record.</summary>
    [Fact]
    public async Task Ship_StoreIsBackAfterABatchDied_ShipsItByASecondScan()
    {
        await Stage.WriteAsync(1);
        // The question for the permission, and six tries of the batch with six requests each, fail at its receipt; what was
        // uploaded is found again.
        using var down = S3.Faults.Add(
            new() { Kind = FaultKind.InternalError, Operation = "PutObject", KeyPrefix = "_longshore/receipts/", Count = 37 });

        var report = await Stage.ReportAsync();

        Assert.Equal((0, 1, 1, 1),
            (Number(report, "exitCode"), Number(report, "found", "files"), Number(report, "shipped", "uploaded"),
            Number(report, "deleted")));
        Assert.Equal((0, 0, 0), (Number(report, "notHandled"), report.GetProperty("problems").GetArrayLength(),
            report.GetProperty("imbalances").GetArrayLength()));
        Assert.Equal(37, S3.Counters.Of("PutObject", "InternalError"));
        Assert.Equal(1, await Stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_FilesThatMayNotBeDeleted_AreNamedWithTheReason()
    {
        await Stage.WriteAsync([("a/kept.dat", 5), ("b/gone.dat", 5)]);
        // A file where the trash of a folder would have to be made is refused to everyone, root too: so is an immutable folder.
        await using var locked = await ImmutableFolder.TryMakeAsync(Path.Combine(Stage.Directory, "a"));
        Assert.SkipWhen(locked is null,
            "a file that cannot be changed is needed: chattr +i works as root and on filesystems such as ext4 only");

        var report = await Stage.ReportAsync();
        var (_, output, _) = await Stage.RunAsync();

        Assert.Equal((1, 1, 1), (Number(report, "exitCode"), Number(report, "deleted"), Number(report, "leftCount")));
        var left = Assert.Single(report.GetProperty("left").EnumerateArray());
        Assert.Equal(("a/kept.dat", "kept", "permission-denied"),
            (left.GetProperty("path").GetString(), left.GetProperty("outcome").GetString(),
            left.GetProperty("reason").GetString()));
        Assert.Contains("kept           a/kept.dat: permission-denied\n", output, StringComparison.Ordinal);
    }

    private static long Number(JsonElement report, params string[] path) =>
        path.Aggregate(report, (at, name) => at.GetProperty(name)).GetInt64();
}
