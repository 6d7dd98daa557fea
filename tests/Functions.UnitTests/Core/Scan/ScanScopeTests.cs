using Longshore.Core;
using Longshore.Core.Scan;
using Longshore.Core.Ship;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Core.Scan;

public class ScanScopeTests
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    [Fact]
    public void Of_EventAsksForLessThanTheLeastAge_IsRefusedAndNamesTheSetting()
    {
        var scan =
            Assert.Throws<InvalidWorkException>(() => ScanScope.Of(new() { MinAge = TimeSpan.FromSeconds(59) }, new(), Least));
        var batch = Assert.Throws<InvalidWorkException>(
            () => BatchIdentity.CheckFiles([new() { Path = "a" }], TimeSpan.Zero, Least));

        Assert.Equal("The data's 'minAge' is PT59S; Volume__LeastMinAge allows no less than PT1M.", scan.Message);
        Assert.Contains("Volume__LeastMinAge", batch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_EventAsksForTheLeastAge_IsTaken()
    {
        Assert.Equal(Least, ScanScope.Of(new() { MinAge = Least }, new(), Least).MinAge);
        Assert.Single(BatchIdentity.CheckFiles([new() { Path = "a" }], Least, Least));
    }

    [Fact]
    public void Validate_SettingIsBelowTheLeastAge_NamesBoth()
    {
        var check = new LeastMinAgeCheck(new Monitor(new VolumeOptions { LeastMinAge = TimeSpan.FromMinutes(5) }));

        Assert.Equal("Schedule__MinAge holds 2m; Volume__LeastMinAge allows no less than 5m.",
            check.Validate(null, new()).FailureMessage);
        Assert.True(check.Validate(null, new() { MinAge = TimeSpan.FromMinutes(5) }).Succeeded);
        // The setting itself refuses less than two seconds: one sentence is enough.
        Assert.True(check.Validate(null, new() { MinAge = TimeSpan.FromSeconds(1) }).Succeeded);
    }

    [Fact]
    public void Of_EventWouldTakeTheBuiltInRulesAway_IsRefused() =>
        Assert.Contains("Schedule__Exclude", Assert.Throws<InvalidWorkException>(
            () => ScanScope.Of(new() { Exclude = ["!builtin"] }, new(), Least)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "a/.git", true)]
    [InlineData("", "lost+found", true)]
    [InlineData("", "a", false)]
    [InlineData("!builtin", "lost+found", false)]
    [InlineData("old/", "a/old", true)]
    public void SkipsFolder_BySettingAndBuiltInRules_OnlyWhereNothingInItIsWanted(string exclude, string folder, bool skips) =>
        Assert.Equal(skips, ScanScope.Of(new(), new() { Exclude = exclude }, Least).SkipsFolder(folder));

    [Fact]
    public void SkipsFolder_RequestWantsOnlyAnother_IsTrue()
    {
        var scope = ScanScope.Of(new ScanRequested { Include = ["data/**"], Exclude = ["data/tmp/"] }, new(), Least);

        Assert.Equal([true, false, true], ((string[])["other", "data", "data/tmp"]).Select(scope.SkipsFolder));
    }

    private sealed class Monitor(VolumeOptions options) : IOptionsMonitor<VolumeOptions>
    {
        public VolumeOptions CurrentValue => options;

        public VolumeOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<VolumeOptions, string?> listener) => null;
    }
}
