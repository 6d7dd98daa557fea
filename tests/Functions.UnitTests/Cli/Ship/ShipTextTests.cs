using Longshore.Cli.Ship;
using Longshore.Core.Scan;
using Longshore.Volumes;
using static Longshore.UnitTests.Cli.Ship.Reports;

namespace Longshore.UnitTests.Cli.Ship;

public sealed class ShipTextTests
{
    [Fact]
    public void Summary_GoodRun_SaysWhatHappened()
    {
        var text = Text(Good with { Outcome = ShipVerdict.Shipped });

        Assert.Contains("found          10 files ready, 1 KB\n", text, StringComparison.Ordinal);
        Assert.Contains("uploaded       7 files, 700 B, 175 B/s\n", text, StringComparison.Ordinal);
        Assert.Contains("already there  3 files, 300 B", text, StringComparison.Ordinal);
        Assert.Contains("deleted        10 files, 1 KB freed\n", text, StringComparison.Ordinal);
        Assert.EndsWith("Everything that was ready is in s3://harbour/p/, in 4 s.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_HostileNames_CannotReachTheTerminal()
    {
        var evil = "\u001b]0;gotcha\u0007\n\u009b2J\u202e";

        var text = Text(Good with
        {
            Failed = 1,
            FailedFor = Of(evil),
            Left = [new(evil, "failed", evil), new(evil, "kept", evil)],
            Problems = [evil],
            Kept = Of(evil),
            Deferred = Of(evil),
            Prefix = evil,
            Outcome = ShipVerdict.Shipped,
        });

        Assert.DoesNotContain(text.Replace("\n", "", StringComparison.Ordinal), c => char.IsControl(c) || c == '\u202e');
        Assert.Contains("\\u001b]0;gotcha\\u0007\\u000a\\u009b2J\\u202e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_ManyFailures_NamesTenAndCountsTheRest()
    {
        var text = Text(Good with
        {
            Failed = 250,
            FailedFor = Of("conflict", 250),
            Left = [.. Enumerable.Range(0, 100).Select(n => new LeftFile($"f{n}", "failed", "conflict"))],
        });

        Assert.Contains("f9: conflict", text, StringComparison.Ordinal);
        Assert.DoesNotContain("f10: conflict", text, StringComparison.Ordinal);
        Assert.Contains("and 240 more", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_FilesLeftForSeveralReasons_NamesEachWithItsReason()
    {
        var text = Text(Good with
        {
            Kept = Of("permission-denied", 3),
            Found = Good.Found with { Unreadable = 1 },
            Left = [new("lost+found", LeftFile.Unreadable, "'lost+found' cannot be read"),
                .. Enumerable.Range(0, 3).Select(n => new LeftFile($"k{n}", "kept", "permission-denied"))],
        });

        Assert.Contains("  unreadable     lost+found: 'lost+found' cannot be read\n", text, StringComparison.Ordinal);
        Assert.Contains("  kept           k2: permission-denied\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("more; --json", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_Imbalance_IsLoud() =>
        Assert.Contains("THE COUNTS DO NOT ADD UP: 1 of 10 files have no outcome.",
            Text(Good with { Imbalances = ["1 of 10 files have no outcome."] }), StringComparison.Ordinal);

    [Fact]
    public void Summary_Stopped_SaysWhatRemains()
    {
        var text = Text(Good with { NotShipped = 4, NotDeleted = 6, Deleted = 0, Outcome = ShipVerdict.Stopped });

        Assert.Contains("not shipped    4 files, still in the directory", text, StringComparison.Ordinal);
        Assert.Contains("not deleted    6 files that S3 holds, still in the directory", text, StringComparison.Ordinal);
        Assert.Contains("Nothing is lost", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_UploadsWithoutReceipt_SaysThatTheNextRunProvesThem()
    {
        var text = Text(Good with
        {
            NotRecorded = 10,
            Deleted = 0,
            Outcome = ShipVerdict.Failed,
            Problems = ["10 files of batches that could not be handled, 10 of them in S3 without a receipt: full"],
            Left = [new("a", LeftFile.NotRecorded, "full"), new("b", LeftFile.NotRecorded, ShipAccount.Stopped)],
        });

        Assert.Contains("uploaded       7 files", text, StringComparison.Ordinal);
        Assert.Contains("not recorded   10 files in S3 without a receipt: still in the directory, and the next run checks them "
            + "again\n", text, StringComparison.Ordinal);
        // The problem of a batch is long and was said before.
        Assert.Contains("not-recorded   a\n  not-recorded   b: the run was stopped first\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_PermissionsLack_SaysOnceWhatToDo()
    {
        var text = Text(Good with
        {
            FailedFor = new Dictionary<string, long>
            {
                [Reasons.PermissionDenied] = 1,
                [$"{Reasons.StoreRefused}: AccessDenied (Access Denied)"] = 2,
            },
            Failed = 3,
            Kept = Of(Reasons.PermissionDenied),
        });

        Assert.Contains($"The user {Environment.UserName} may not read everything in /data/in", text, StringComparison.Ordinal);
        Assert.Contains($"The user {Environment.UserName} may not delete everything in /data/in", text, StringComparison.Ordinal);
        Assert.Contains("beneath s3://harbour/p/: the credentials need s3:PutObject", text, StringComparison.Ordinal);
        Assert.DoesNotContain("may not", Text(Good), StringComparison.Ordinal);
    }

    [Fact]
    public void InOneLine_KeptFiles_AreStillInTheDirectory()
    {
        var kept = ShipText.InOneLine(Good with { Keep = true, Deleted = 0, LeftCount = 3, NotRecorded = 1 });

        Assert.Contains("7 files uploaded, 3 already there, 0 deleted, 12 still in the directory", kept,
            StringComparison.Ordinal);
        Assert.Contains("10 deleted, 0 still", ShipText.InOneLine(Good), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_DryRunWithYoungFiles_SaysWhyTheyWait()
    {
        var report = Good with { DryRun = true, Outcome = ShipVerdict.DryRun };

        Assert.EndsWith("nothing was changed. It tried neither to read the files nor to write to S3.", Text(report),
            StringComparison.Ordinal);
        Assert.EndsWith("to S3. Files that have just changed wait: --min-age says how long, 2m if it is left out "
            + "and 2s at least.", Text(report with { Deferred = Of("too-young", 3) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ShipVerdict.Shipped)]
    [InlineData(ShipVerdict.Stopped)]
    [InlineData(ShipVerdict.Failed)]
    public void Summary_Keep_DoesNotSpeakOfDeletion(object outcome) => Assert.DoesNotContain(
        "deleted", Text(Good with { Keep = true, Deleted = 0, NotShipped = 1, Outcome = (ShipVerdict)outcome }),
        StringComparison.Ordinal);

    [Fact]
    public void Summary_StoppedBeforeTheLook_CountsNothing()
    {
        var text = Text(ShipAccount.Unseen(Good) with { Outcome = ShipVerdict.Stopped });

        Assert.StartsWith("Stopped before the first upload", text, StringComparison.Ordinal);
        Assert.DoesNotContain("files", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_Conflicts_AreToldInARealRunToo() =>
        Assert.Contains("conflicts      1 file whose key holds other bytes",
            Text(Good with { Shipped = Good.Shipped with { Conflicts = 1 } }), StringComparison.Ordinal);

    [Theory]
    [InlineData(false, false, "deletes each once S3 has proven")]
    [InlineData(true, false, "deletes nothing")]
    [InlineData(false, true, "nothing is changed")]
    public void Announcement_EachMode_SaysWhetherItDeletes(bool keep, bool dryRun, string expected)
    {
        var line = ShipText.Announcement(Good with { Keep = keep, DryRun = dryRun },
            new Survey(new ScanCompleted { Files = 1, Bytes = 5 }, 0, 0, 0, "p/a\u001b.jpg"));

        Assert.Contains("1 file, 5 B, from /data/in to s3://harbour/p/ (the first as p/a\\u001b.jpg)", line,
            StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    private static string Text(ShipReport report) => string.Join('\n', ShipText.Summary(report));
}
