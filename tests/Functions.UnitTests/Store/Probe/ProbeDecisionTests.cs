using Longshore.Store;
using Longshore.Store.Probe;

namespace Longshore.UnitTests.Store.Probe;

public class ProbeDecisionTests
{
    private static readonly S3Options Options = new() { Bucket = "b" };

    /// <summary>What S3 would answer.</summary>
    private static ProbeFindings S3 { get; } = new()
    {
        Puts = new RaceTally(1, 7, 0, 0),
        Completes = new RaceTally(1, 1, 0, 0),
        WrongBody = ProbeAnswer.Refused,
        WrongPart = ProbeAnswer.Refused,
        TellsWhole = true,
        TellsComposite = true,
        Listing = ListingAnswer.Told,
    };

    [Fact]
    public void Decide_StoreThatIsAsS3_ReliesOnAllAndSaysNothing()
    {
        var verdict = ProbeDecision.Decide(S3, Options);

        Assert.Equal(StoreAbilities.Assumed(Options), verdict.Abilities);
        Assert.Empty(verdict.Replaced);
        Assert.Null(verdict.Unfit);
    }

    [Theory]
    [InlineData(1, 7, 0, 0, null, nameof(ConditionSupport.Honoured))]
    [InlineData(0, 8, 0, 0, true, nameof(ConditionSupport.Honoured))]
    [InlineData(0, 8, 0, 0, false, nameof(ConditionSupport.Refused))]
    [InlineData(0, 8, 0, 0, null, nameof(ConditionSupport.Unproven))]
    [InlineData(0, 0, 1, 0, null, nameof(ConditionSupport.Refused))]
    [InlineData(2, 6, 0, 0, null, nameof(ConditionSupport.Unproven))]
    [InlineData(8, 0, 0, 0, null, nameof(ConditionSupport.Unproven))]
    [InlineData(1, 6, 0, 1, null, nameof(ConditionSupport.Unproven))]
    [InlineData(1, 6, 1, 0, null, nameof(ConditionSupport.Unproven))]
    [InlineData(1, 0, 0, 0, null, nameof(ConditionSupport.Unproven))]
    [InlineData(0, 0, 0, 8, null, nameof(ConditionSupport.Unproven))]
    [InlineData(0, 0, 0, 0, null, nameof(ConditionSupport.Unproven))]
    public void Decide_WritesSideBySide_SaysWhatTheConditionIsWorth(
        int done, int taken, int refused, int notTold, bool? isThere, string support)
    {
        var puts = ProbeDecision.Decide(S3 with { Puts = new(done, taken, refused, notTold), PutIsThere = isThere }, Options);
        var completes =
            ProbeDecision.Decide(S3 with { Completes = new(done, taken, refused, notTold), CompleteIsThere = isThere }, Options);

        Assert.Equal((support, support), (puts.Abilities.OnPut.ToString(), completes.Abilities.OnComplete.ToString()));
        Assert.Equal(support == nameof(ConditionSupport.Honoured), puts.Replaced.Count + completes.Replaced.Count == 0);
        Assert.All(puts.Replaced.Concat(completes.Replaced),
            line => Assert.Contains("S3__ConditionalWrites=false", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_ConditionsAreSwitchedOff_SendsNoneAndSaysNothing()
    {
        var verdict = ProbeDecision.Decide(S3 with { Puts = new(1, 0, 0, 0), Completes = new(1, 0, 0, 0) },
            new() { Bucket = "b", ConditionalWrites = false });

        Assert.Equal((ConditionSupport.Refused, ConditionSupport.Refused),
            (verdict.Abilities.OnPut, verdict.Abilities.OnComplete));
        Assert.Empty(verdict.Replaced);
    }

    [Theory]
    [InlineData(nameof(ProbeAnswer.Refused), false, true)]
    [InlineData(nameof(ProbeAnswer.Refused), true, false)]
    [InlineData(nameof(ProbeAnswer.Done), false, false)]
    [InlineData(nameof(ProbeAnswer.Taken), false, false)]
    [InlineData(nameof(ProbeAnswer.NotTold), false, false)]
    public void Decide_WrongChecksum_SaysWhatChecksumsProve(string answer, bool readBack, bool proves)
    {
        var told = Enum.Parse<ProbeAnswer>(answer);
        var verdict =
            ProbeDecision.Decide(S3 with { WrongBody = told, WrongPart = told }, new() { Bucket = "b", ReadBack = readBack });

        Assert.Equal((proves, proves), (verdict.Abilities.Proves("whole="), verdict.Abilities.Proves("parts=-3")));
        Assert.Equal(proves || readBack ? 0 : 1, verdict.Replaced.Count);
    }

    [Fact]
    public void Decide_NothingCouldBeAsked_TakesEveryWayThatIsSafe()
    {
        var verdict = ProbeDecision.Decide(new ProbeFindings { Denied = "AccessDenied" }, Options);

        Assert.Equal(new StoreAbilities { IsDenied = true }, verdict.Abilities);
        Assert.Contains("S3__ConditionalWrites=false and S3__ReadBack=true", Assert.Single(verdict.Replaced),
            StringComparison.Ordinal);
        Assert.Null(verdict.Unfit);
    }

    /// <summary>Who has set what the warning advises is not warned again.</summary>
    [Theory]
    [InlineData(false, true, 0)]
    [InlineData(true, true, 1)]
    [InlineData(false, false, 1)]
    public void Decide_NothingCouldBeAsked_WarnsUnlessTheSettingsSaySo(bool conditions, bool readBack, int warnings)
    {
        var options = new S3Options { Bucket = "b", ConditionalWrites = conditions, ReadBack = readBack };

        Assert.Equal(warnings, ProbeDecision.Decide(new ProbeFindings { Denied = "AccessDenied" }, options).Replaced.Count);
    }

    [Theory]
    [InlineData(true, nameof(ConditionSupport.Unproven))]
    [InlineData(false, nameof(ConditionSupport.Refused))]
    public void Unprobed_Store_IsReliedOnForNothing(bool conditions, string support)
    {
        var can = StoreAbilities.Unprobed(new() { Bucket = "b", ConditionalWrites = conditions });

        Assert.Equal((support, support), (can.OnPut.ToString(), can.OnComplete.ToString()));
        Assert.True(can.IsAssumed);
        Assert.Equal(OddKeys.None, can.Listed);
    }

    [Theory]
    [InlineData(nameof(ListingAnswer.Told), false, true)]
    [InlineData(nameof(ListingAnswer.Told), true, true)]
    [InlineData(nameof(ListingAnswer.Late), false, true)]
    [InlineData(nameof(ListingAnswer.Late), true, false)]
    [InlineData(nameof(ListingAnswer.NotTold), true, true)]
    [InlineData(nameof(ListingAnswer.Wrong), false, false)]
    public void Decide_Listing_SaysWhetherAnythingMayBeShipped(string listing, bool ignoresConditions, bool ships)
    {
        var found = S3 with
        {
            Listing = Enum.Parse<ListingAnswer>(listing),
            Puts = ignoresConditions ? new(8, 0, 0, 0) : S3.Puts,
        };

        Assert.Equal(ships, ProbeDecision.Decide(found, Options).Unfit is null);
    }

    [Fact]
    public void Decide_ETagsDoNotTellTheBytes_ShipsNothing() =>
        Assert.Contains("ETag changes with the bytes", ProbeDecision.Decide(S3 with { RepeatsETags = true }, Options).Unfit,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "{path}", "_longshore/", null)]
    [InlineData("a/", "{path}", "_longshore/", null)]
    [InlineData("/own/", "{path}", "_longshore/", "S3__Prefix")]
    [InlineData("own//", "{path}", "_longshore/", "S3__Prefix")]
    [InlineData("", "/{path}", "_longshore/", "S3__Prefix and S3__KeyTemplate")]
    [InlineData("a/", "/{path}", "_longshore/", "S3__Prefix and S3__KeyTemplate")]
    [InlineData("a/../", "{path}", "_longshore/", "S3__Prefix")]
    [InlineData("a%2F/", "{path}", "_longshore/", "S3__Prefix")]
    [InlineData("", "{path}", "state//", "S3__StatePrefix")]
    [InlineData("my files/", "{path}", "_longshore/", "S3__Prefix")]
    [InlineData("a+b/", "{path}", "_longshore/", "S3__Prefix")]
    [InlineData("\u00FC/", "{path}", "_longshore/", "S3__Prefix")]
    public void Decide_StoreMangles_RefusesSettingsThatEveryKeyCarries(
        string prefix, string template, string state, string? setting)
    {
        var options = new S3Options { Bucket = "b", Prefix = prefix, KeyTemplate = template, StatePrefix = state };
        var found = S3 with { Mangled = OddKeys.All };

        Assert.Null(ProbeDecision.Decide(S3, options).Unfit);
        var unfit = ProbeDecision.Decide(found, options).Unfit;
        Assert.True(setting is null ? unfit is null : unfit!.StartsWith(setting, StringComparison.Ordinal), unfit);
    }

    [Theory]
    [InlineData("a/b.c/.d/..e/f.", 0)]
    [InlineData("a b", (int)OddKeys.Blanks)]
    [InlineData("a+b", (int)OddKeys.PlusSigns)]
    [InlineData("\u00FC", (int)OddKeys.BeyondAscii)]
    [InlineData("a//b", (int)OddKeys.EmptySegments)]
    [InlineData("/a", (int)OddKeys.EmptySegments)]
    [InlineData("./a", (int)OddKeys.DotSegments)]
    [InlineData("a/..", (int)OddKeys.DotSegments)]
    [InlineData("a/.//%", (int)(OddKeys.EmptySegments | OddKeys.DotSegments | OddKeys.PercentSigns))]
    public void KindsOf_Key_SaysAllKinds(string key, int kinds) => Assert.Equal((OddKeys)kinds, OddKey.KindsOf(key));
}
