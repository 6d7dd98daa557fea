using Longshore.ModelTests.Exploring;
using Longshore.ModelTests.Flow;

namespace Longshore.ModelTests;

public sealed class FlowTests(ITestOutputHelper output)
{
    /// <summary>More than any scope that is explored to its end.</summary>
    private static readonly int Most =
        int.TryParse(Environment.GetEnvironmentVariable("LONGSHORE_STATES"), out var most) ? most : 2_000_000;

    /// <summary>Large files are shipped and stay.</summary>
    private static readonly Scope Uploads =
        new("", new Budget { Acts = 1, Scans = 2, Crashes = 1 }, Syncs: 2, Cleanups: 0, Large: true);

    /// <summary>Explored to their ends in every run.</summary>
    private static readonly Scope[] Small =
    [
        new("a file and a writer", new Budget { Acts = 2, Scans = 2 }, Files: 1),
        new("a file and a writer, without leases", new Budget { Acts = 2, Scans = 2 }, Leases: false, Files: 1),
        new("a file, a writer and a crash", new Budget { Acts = 1, Scans = 2, Crashes = 1 }, Files: 1),
        new("a file, a writer and two cleanups", new Budget { Acts = 1, Scans = 2, Doubled = 1 }, Files: 1, Cleanups: 2),
        new("a file, a writer and two syncs", new Budget { Acts = 1, Scans = 2 }, Files: 1, Syncs: 2, Cleanups: 2),
        new("a file, a writer and faults", new Budget { Acts = 1, Scans = 2, Lost = 1, Unanswered = 1, Errors = 1 }, Files: 1),
        new("two files and a crash", new Budget { Scans = 2, Crashes = 1 }),
        new("two files and too little time", new Budget { Acts = 1, Scans = 1, Parks = 1 }),
        new("a file and other clients", new Budget { Scans = 2, Foreign = 2 }, Files: 1),
        new("two files and a forged receipt", new Budget { Scans = 1, Foreign = 1, Forged = 1 }),
        new("two volumes", new Budget { Scans = 2, Misdelivered = 1, Foreign = 1 }, Volumes: 2),
        new("a large file, a writer and two syncs", new Budget { Acts = 1, Scans = 2 }, Files: 1, Syncs: 2, Large: true),
        Uploads with { Name = "uploads of a file, a writer, two syncs and a crash", Files = 1 },
        Uploads with { Name = "uploads of two volumes", Volumes = 2, Budget = new() { Scans = 2, Crashes = 1 } },
        Uploads with
        {
            Name = "uploads of a file, and a volume of the same name",
            Files = 1, Volumes = 2, SharedName = true, Budget = new() { Scans = 2, Crashes = 1 },
        },
        Uploads with
        {
            Name = "uploads of a file and faults",
            Files = 1, Syncs = 1, Budget = new() { Acts = 1, Scans = 1, Unanswered = 1, Foreign = 1, Parks = 1 },
        },
    ];

    /// <summary>For <c>make model</c>: explored as far as its limit allows.</summary>
    private static readonly Scope[] Large =
    [
        new("a file, two acts and a crash", new Budget { Acts = 2, Scans = 2, Crashes = 1 }, Files: 1),
        new("a file, two acts and a crash, without leases", new Budget { Acts = 2, Scans = 2, Crashes = 1 }, Leases: false,
            Files: 1),
        new("a file, two crashes", new Budget { Acts = 1, Scans = 2, Crashes = 2 }, Files: 1),
        new("two files, all at once", Everything, Syncs: 2, Cleanups: 2),
        new("two files, all at once, without leases", Everything, Leases: false, Syncs: 2, Cleanups: 2),
        new("two volumes, all at once", Everything with { Foreign = 1, Misdelivered = 1 }, Volumes: 2, Syncs: 2, Cleanups: 2),
        new("a large file, all at once", Everything with { Foreign = 1 }, Files: 1, Syncs: 2, Large: true),
        Uploads with
        {
            Name = "uploads of a file, two acts and two crashes",
            Files = 1, Budget = new() { Acts = 2, Scans = 2, Crashes = 2 },
        },
        Uploads with { Name = "uploads of a file, all at once", Files = 1, Budget = Everything with { Acts = 2, Foreign = 1 } },
    ];

    private static Budget Everything =>
        new() { Acts = 4, Scans = 2, Crashes = 1, Doubled = 1, Lost = 1, Unanswered = 1, Parks = 1, Errors = 1 };

    public static TheoryData<string> SmallScopes => [.. Small.Select(scope => scope.Name)];

    public static TheoryData<string> LargeScopes => [.. Large.Select(scope => scope.Name)];

    public static TheoryData<string> GuardedTwice => [.. Sabotages.GuardedTwice.Keys];

    public static TheoryData<string> Sabotaged => [.. Sabotages.All.Keys];

    [Theory]
    [MemberData(nameof(SmallScopes))]
    public void Flow_EveryStateOfASmallScope_KeepsThePromises(string name) =>
        Assert.True(Explore(Small.Single(scope => scope.Name == name)).Whole, "the limit ended the search");

    [Theory(Explicit = true)]
    [MemberData(nameof(LargeScopes))]
    public void Flow_LargeScope_KeepsThePromises(string name) => Explore(Large.Single(scope => scope.Name == name));

    [Theory]
    [MemberData(nameof(Sabotaged))]
    public void Flow_Sabotage_GivesACounterexample(string name)
    {
        var (rules, scope, promise, longest) = Sabotages.All[name];
        var found = Explorer.Explore(new FlowProtocol(scope, rules));
        output.WriteLine($"{name}, {scope.Name}: {found}\n{found.Counterexample}");
        Assert.NotNull(found.Counterexample);
        Assert.StartsWith(promise, found.Counterexample.Broken, StringComparison.Ordinal);
        Assert.InRange(found.Counterexample.Story.Count, 1, longest);
    }

    /// <summary>Two guards against one fault: with one of them off, the other still keeps the promises.</summary>
    [Theory]
    [MemberData(nameof(GuardedTwice))]
    public void Flow_OneOfTwoGuardsOff_KeepsThePromises(string name)
    {
        var (rules, scope) = Sabotages.GuardedTwice[name];
        var found = Explorer.Explore(new FlowProtocol(scope, rules));
        output.WriteLine($"{name}, {scope.Name}: {found}");
        Assert.True(found is { Whole: true, Counterexample: null }, found.Counterexample?.ToString());
    }

    private Exploration Explore(Scope scope)
    {
        var found = Explorer.Explore(new FlowProtocol(scope), Most, output.WriteLine);
        output.WriteLine($"{scope.Name}: {found}");
        Assert.True(found.Counterexample is null, found.Counterexample?.ToString());
        return found;
    }
}
