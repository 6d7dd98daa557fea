using Longshore.ModelTests.Exploring;
using Longshore.ModelTests.Flow;

namespace Longshore.ModelTests;

public sealed class FlowTests(ITestOutputHelper output)
{
    private static readonly int Most =
        int.TryParse(Environment.GetEnvironmentVariable("LONGSHORE_STATES"), out var most) ? most : 60_000;

    private static readonly Dictionary<string, Scope> Scopes = new Scope[]
    {
        new("one file, leases", new Budget { Acts = 2, Scans = 3, Crashes = 1, Doubled = 1 }, Files: 1, Cleanups: 2),
        new("one file, no leases", new Budget { Acts = 2, Scans = 3, Crashes = 1, Doubled = 1 }, false, Files: 1, Cleanups: 2),
        new("two files, leases", new Budget { Acts = 1, Scans = 2, Crashes = 1 }),
        new("two files, no leases", new Budget { Acts = 1, Scans = 2, Crashes = 1 }, false),
        new("two files, two of each", new Budget { Acts = 2, Scans = 2, Crashes = 1, Doubled = 1, Lost = 1, Unanswered = 1 },
            Syncs: 2, Cleanups: 2),
        new("two files, no leases, two of each",
            new Budget { Acts = 2, Scans = 2, Crashes = 1, Doubled = 1, Lost = 1, Unanswered = 1 }, false, Syncs: 2, Cleanups: 2),
        new("errors and parks", new Budget { Acts = 1, Scans = 2, Crashes = 1, Errors = 1, Parks = 1 }),
        new("strangers", new Budget { Acts = 1, Scans = 3, Foreign = 2, Forged = 1 }),
        new("two volumes", new Budget { Acts = 1, Scans = 3, Crashes = 1, Foreign = 1, Lost = 1 }, Volumes: 2),
    }.ToDictionary(scope => scope.Name);

    public static TheoryData<string> Named => [.. Scopes.Keys];

    public static TheoryData<string> Sabotaged => [.. Sabotages.All.Keys];

    [Theory]
    [MemberData(nameof(Named))]
    public void Flow_Scope_KeepsThePromises(string name)
    {
        var found = Explorer.Explore(new FlowProtocol(Scopes[name]), Most, output.WriteLine);
        output.WriteLine($"{name}: {found}");
        Assert.True(found.Counterexample is null, found.Counterexample?.ToString());
    }

    [Theory]
    [MemberData(nameof(Sabotaged))]
    public void Flow_Sabotage_GivesACounterexample(string name)
    {
        var (rules, scope) = Sabotages.All[name];
        var found = Explorer.Explore(new FlowProtocol(scope, rules));
        output.WriteLine($"{name}, {scope.Name}: {found}\n{found.Counterexample}");
        Assert.NotNull(found.Counterexample);
        Assert.InRange(found.Counterexample.Story.Count, 1, 20);
    }
}
