using System.Reflection;
using Longshore.Cli.Ship;
using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.Volumes;
using static Longshore.UnitTests.Cli.Ship.Reports;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>The rows of <see cref="ShipDecision.Decide"/>.</summary>
public sealed class ShipDecisionTests
{
    [Fact]
    public void Decide_AllShipped_IsZero() => Assert.Equal((ShipVerdict.Shipped, 0), ShipDecision.Decide(Good, 0));

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    [InlineData(1, 129)]
    public void Decide_Signal_IsTheShellsOwnCode(int signal, int exit)
    {
        Assert.Equal((ShipVerdict.Stopped, exit), ShipDecision.Decide(Good, signal));
        Assert.Equal((ShipVerdict.Stopped, exit), ShipDecision.Decide(Good with { Failed = 1 }, signal));
    }

    [Fact]
    public void Decide_AnyFailure_IsOne()
    {
        ShipReport[] failures =
        [
            Good with { Failed = 1 }, Good with { NotHandled = 1 }, Good with { NotRecorded = 1 },
            Good with { NotShipped = 1 }, Good with { NotDeleted = 1 },
            Good with { Found = Good.Found with { Unreadable = 1 } }, Good with { ScanCut = true },
            Good with { Imbalances = ["odd"] },
            Good with { Problems = ["A batch was not shipped."] }, Good with { Kept = Of(Reasons.ObjectMissing) },
            Good with { Kept = Of(Reasons.ObjectDiffers) }, Good with { Kept = Of(Reasons.PermissionDenied) },
            Good with { Kept = Of(Reasons.Changed), Failed = 1 }, Good with { DryRun = true, ScanCut = true },
        ];

        Assert.All(failures, report => Assert.Equal((ShipVerdict.Failed, 1), ShipDecision.Decide(report, 0)));
    }

    [Fact]
    public void Decide_LeftForAnotherReasonThanAge_IsFour()
    {
        ShipReport[] left =
        [
            Good with { Deferred = Of(Reasons.OpenForWriting) }, Good with { Deferred = Of(Reasons.ChangedSinceScan) },
            Good with { Found = Good.Found with { Unaddressable = 1 } }, Good with { Found = Good.Found with { Reserved = 1 } },
            Good with { Kept = Of(Reasons.Changed) },
        ];

        Assert.All(left, report => Assert.Equal((ShipVerdict.Left, 4), ShipDecision.Decide(report, 0)));
    }

    [Fact]
    public void Decide_LeftByRuleOrAge_IsZero()
    {
        ShipReport[] ordinary =
        [
            Good with { Deferred = Of(Reasons.TooYoung, 5) }, Good with { Found = Good.Found with { Ignored = 1, Special = 1 } },
            Good with { Kept = Of(Reasons.KeepFor) }, Good with { Kept = Of(Reasons.CleanupDryRun) },
            Good with { Kept = Of(Reasons.Changed, 0) },
        ];

        Assert.All(ordinary, report => Assert.Equal((ShipVerdict.Shipped, 0), ShipDecision.Decide(report, 0)));
    }

    /// <summary>A new reason fails this test until it is decided what it makes of a run.</summary>
    [Fact]
    public void OfKept_EveryReason_IsDecided()
    {
        string[] bySetting = [Reasons.KeepFor, Reasons.CleanupDryRun];
        string[] left =
        [
            Reasons.Changed, Reasons.NotARegularFile, Reasons.ChangedSinceReceipt, Reasons.ChangedWhileDeleting,
            Reasons.BytesDiffer, Reasons.InodeChanged, Reasons.OpenForWriting,
            Reasons.Excluded, Reasons.Reserved, Reasons.TooLargeToReread, Reasons.NoChecksum, Reasons.OutOfTime,
        ];
        string[] failed =
        [
            Reasons.NotSettled, Reasons.ObjectMissing, Reasons.ListingDisagrees, Reasons.ObjectDiffers,
            Reasons.PermissionDenied, Reasons.ReadOnlyVolume, Reasons.NoSpace, Reasons.OtherFilesystem,
            Reasons.VolumeError, Reasons.TooManyOpenFiles, Reasons.LeftInTrash, Reasons.StoreRefused, Reasons.NotStarted,
            Reasons.NotReached, Reasons.ReceiptSchema, Reasons.ReceiptOfAnotherVolume, Reasons.ReceiptOfAnotherDestination,
            Reasons.ReceiptKeyReserved,
            Reasons.ReceiptKeyOfAnotherFile, Reasons.ReceiptKeyTwice, "a reason of another version",
        ];
        // Nothing is kept for these: the first are of files that are not ready, the others of files that are not shipped.
        string[] never =
        [
            Reasons.Missing, Reasons.ChangedSinceScan, Reasons.TooYoung, Reasons.ModifiedInTheFuture, Reasons.ClockSkew,
            Reasons.ChangedWhileRead, Reasons.Parked, Reasons.NotProven, Reasons.TooLarge, Reasons.Unexpected, Reasons.KeyTooLong,
            Reasons.KeyReserved, Reasons.KeyNotKept, Reasons.Conflict, Reasons.ObjectUnknown,
        ];

        Assert.All(bySetting, reason => Assert.Equal(ShipVerdict.Shipped, ShipDecision.OfKept(reason)));
        Assert.All(left, reason => Assert.Equal((ShipVerdict.Left, 4), ShipDecision.Decide(Good with { Kept = Of(reason) }, 0)));
        Assert.All(failed.Concat(never),
            reason => Assert.Equal((ShipVerdict.Failed, 1), ShipDecision.Decide(Good with { Kept = Of(reason) }, 0)));
        var reasons = typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Empty(reasons.Except([.. bySetting, .. left, .. failed, .. never]));
    }

    /// <summary>Of deferred files only age and kind are ordinary.</summary>
    [Fact]
    public void Decide_DeferredForAnyReason_IsFourUnlessOrdinary() =>
        Assert.All(
            [Reasons.ModifiedInTheFuture, Reasons.ClockSkew, Reasons.InodeChanged, Reasons.Excluded, Reasons.ChangedWhileRead],
            reason => Assert.Equal((ShipVerdict.Left, 4), ShipDecision.Decide(Good with { Deferred = Of(reason) }, 0)));

    [Fact]
    public void Decide_DryRun_IsZeroWhateverItWouldLeave() =>
        Assert.Equal((ShipVerdict.DryRun, 0),
            ShipDecision.Decide(Good with { DryRun = true, Found = Good.Found with { Unaddressable = 1 } }, 0));
}
