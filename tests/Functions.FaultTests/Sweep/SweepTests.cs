namespace Longshore.FaultTests.Sweep;

/// <summary>Tests that take the whole machine: other tests, beside them, would wait for too long.</summary>
[CollectionDefinition(nameof(AloneOnTheMachine), DisableParallelization = true)]
public sealed class AloneOnTheMachine;

/// <summary>Every file and network call of <c>longshore ship</c>, disturbed: nothing is lost, overwritten or uncounted.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class SweepTests(SweepSuite suite) : IClassFixture<SweepSuite>
{
    public static TheoryData<string> Deeds => [.. SweepPlan.Deeds.Select(deed => deed.Name)];

    [Fact]
    public void Ship_Undisturbed_ShipsAndDeletesAll()
    {
        Assert.SkipWhen(SweepTools.Problem.Length > 0, SweepTools.Problem);
        Assert.DoesNotContain(suite.Of(SweepSuite.Undisturbed), result => result.IsBroken);
    }

    [Theory]
    [MemberData(nameof(Deeds))]
    public void Ship_DeedAtEachCall_KeepsThePromises(string deed)
    {
        Assert.SkipWhen(SweepTools.Problem.Length > 0, SweepTools.Problem);
        var results = suite.Of(deed).ToArray();
        Assert.NotEmpty(results);
        Assert.Empty(results.Where(result => result.IsBroken).Select(SweepSuite.Describe));
    }
}
