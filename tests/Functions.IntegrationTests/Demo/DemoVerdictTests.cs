using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.Demo;

public sealed class DemoVerdictTests
{
    private static readonly DemoOptions Options = new() { Files = 10, Bytes = 1, Functions = "longshore-functions" };

    private static readonly FlowTotals Well = new(
        Scans: 1, Batches: 1, Synced: 1, Cleaned: 1, Uploaded: 10, Present: 0, Deferred: 0,
        Missing: 0, Failed: 0, Deleted: 10, Gone: 0, DeadLetters: 0, Lost: 0);

    private static readonly ReadBack AllThere = new(10, 10, 0, [], []);

    [Fact]
    public void Line_OfAGoodRun_NamesEveryCount()
    {
        var verdict = new DemoVerdict(Options, Well, AllThere, 0, TimeSpan.FromSeconds(1.26));

        Assert.Empty(verdict.Broken());
        Assert.Equal(
            "demo: files=10 uploaded=10 present=0 deferred=0 failed=0 deleted=10 left=0 objects=10 mismatched=0 seconds=1.3",
            verdict.Line);
    }

    public static TheoryData<string> Breaks =>
        ["mismatched", "objects", "left", "failed", "uploaded", "deleted", "dead-lettered", "lost"];

    [Theory]
    [MemberData(nameof(Breaks))]
    public void Broken_OneThingWrong_IsNamed(string what)
    {
        var verdict = what switch
        {
            "mismatched" => new DemoVerdict(Options, Well, AllThere with { Mismatched = 1, Wrong = ["a"] }, 0, default),
            "objects" => new DemoVerdict(Options, Well, AllThere with { Files = 11 }, 0, default),
            "left" => new DemoVerdict(Options, Well, AllThere, 1, default),
            "failed" => new DemoVerdict(Options, Well with { Failed = 1 }, AllThere, 0, default),
            "uploaded" => new DemoVerdict(Options, Well with { Uploaded = 9 }, AllThere, 0, default),
            "deleted" => new DemoVerdict(Options, Well with { Deleted = 9 }, AllThere, 0, default),
            "dead-lettered" => new DemoVerdict(Options, Well with { DeadLetters = 1 }, AllThere, 0, default),
            _ => new DemoVerdict(Options, Well with { Lost = 1 }, AllThere, 0, default),
        };

        Assert.Single(verdict.Broken());
    }

    [Fact]
    public void Broken_FunctionsWereKilled_EventsNeedNotAddUpButTheFilesMust()
    {
        var killed = Options with { Kill = true };
        var unheard = Well with { Uploaded = 3, Present = 9, Deleted = 8 };

        Assert.Empty(new DemoVerdict(killed, unheard, AllThere, 0, default).Broken());
        Assert.Single(new DemoVerdict(killed, unheard, AllThere with { Mismatched = 1 }, 0, default).Broken());
        Assert.Single(new DemoVerdict(killed, unheard, AllThere, 1, default).Broken());
    }
}
