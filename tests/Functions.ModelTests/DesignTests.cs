using Longshore.ModelTests.Design;
using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests;

/// <summary>
/// The rules of claim checks, bundles, catalogue and holds, explored before they are coded. Where the code comes, its decisions
/// take the place of the rules here.
/// </summary>
public sealed class DesignTests(ITestOutputHelper output)
{
    [Fact]
    public void Claims_AsDesigned_KeepThePromises() => Holds(new Claims(new()));

    [Fact]
    public void Bundles_AsDesigned_KeepThePromises() => Holds(new Bundles(new()));

    [Fact]
    public void Catalogue_AsDesigned_LosesNoReceipt() => Holds(new Catalogue(new()));

    [Fact]
    public void Holds_AsDesigned_KeepRestoredFiles() => Holds(new Holds(new()));

    [Fact]
    public void Claims_EachSabotage_GivesACounterexample()
    {
        Breaks(new Claims(new(SkipsTheHash: true)));
        Breaks(new Claims(new(EmitsFirst: true)));
        Breaks(new Claims(new(LooksAtSettledFiles: true)));
        Breaks(new Claims(new(TakesGoneForEmpty: true)));
    }

    [Fact]
    public void Bundles_EachSabotage_GivesACounterexample()
    {
        Breaks(new Bundles(new(TrustsHeaders: true)));
        Breaks(new Bundles(new(SkipsTheSecondLook: true)));
        Breaks(new Bundles(new(TrustsTheReceipt: true)));
        Breaks(new Bundles(new(SkipsTheLookBeforeTheRename: true)));
        Breaks(new Bundles(new(SkipsTheReread: true)));
    }

    [Fact]
    public void Catalogue_EachSabotage_GivesACounterexample()
    {
        Breaks(new Catalogue(new(ReplacesManifests: true)));
        Breaks(new Catalogue(new(NamesByContent: true)));
        Breaks(new Catalogue(new(KeepsOneManifest: true)));
        Breaks(new Catalogue(new(TakesListedForWritten: true)));
        Breaks(new Catalogue(new(SweepsYoung: true)));
    }

    [Fact]
    public void Holds_EachSabotage_GivesACounterexample()
    {
        Breaks(new Holds(new(HoldsLast: true)));
        Breaks(new Holds(new(TakesErrorForNone: true)));
    }

    private void Holds<T>(IProtocol<T> protocol)
    {
        var found = Explorer.Explore(protocol, 2_000_000);
        output.WriteLine($"{protocol.GetType().Name}: {found}");
        Assert.True(found is { Counterexample: null, Whole: true }, $"{found}\n{found.Counterexample}");
    }

    private void Breaks<T>(IProtocol<T> protocol)
    {
        var found = Explorer.Explore(protocol);
        output.WriteLine($"{found}\n{found.Counterexample}");
        Assert.NotNull(found.Counterexample);
        Assert.InRange(found.Counterexample.Story.Count, 1, 20);
    }
}
