using Longshore.Cleanup;
using Longshore.Files;
using Longshore.Ship;
using static Longshore.UnitTests.Ship.Reports;

namespace Longshore.UnitTests.Ship;

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
            Good with { Failed = 1 }, Good with { NotHandled = 1 }, Good with { NotShipped = 1 }, Good with { NotDeleted = 1 },
            Good with { Found = Good.Found with { Unreadable = 1 } }, Good with { ScanCut = true }, Good with { Imbalances = ["odd"] },
            Good with { Problems = ["A batch was not shipped."] }, Good with { Kept = Of(DeleteDecision.ObjectMissing) },
            Good with { Kept = Of(DeleteDecision.ObjectDiffers) }, Good with { Kept = Of(Reasons.PermissionDenied) },
            Good with { Kept = Of(DeleteDecision.Changed), Failed = 1 }, Good with { DryRun = true, ScanCut = true },
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
            Good with { Kept = Of(DeleteDecision.Changed) },
        ];

        Assert.All(left, report => Assert.Equal((ShipVerdict.Left, 4), ShipDecision.Decide(report, 0)));
    }

    [Fact]
    public void Decide_LeftByRuleOrAge_IsZero()
    {
        ShipReport[] ordinary =
        [
            Good with { Deferred = Of(Reasons.TooYoung, 5) }, Good with { Found = Good.Found with { Ignored = 1, Special = 1 } },
            Good with { Kept = Of(DeleteDecision.TooYoung) }, Good with { Kept = Of(ShipDecision.ByDryRun) }, Good with { Kept = Of(DeleteDecision.Changed, 0) },
        ];

        Assert.All(ordinary, report => Assert.Equal((ShipVerdict.Shipped, 0), ShipDecision.Decide(report, 0)));
    }

    [Fact]
    public void Decide_DryRun_IsZeroWhateverItWouldLeave() =>
        Assert.Equal((ShipVerdict.DryRun, 0), ShipDecision.Decide(Good with { DryRun = true, Found = Good.Found with { Unaddressable = 1 } }, 0));
}
