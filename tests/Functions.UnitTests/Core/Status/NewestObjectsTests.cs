using Longshore.Core.DeadLetters;
using Longshore.Core.Status.Records;
using Longshore.Store.Objects;

namespace Longshore.UnitTests.Core.Status;

public class NewestObjectsTests
{
    private static ListedObject Item(double hour) => new($"{hour}", "e", 1, Facts.At(hour));

    [Fact]
    public void Take_MoreThanFit_IsTheNewestOldestFirst()
    {
        var newest = new NewestObjects(3, Facts.At(2));
        foreach (var hour in new[] { 5, 1, 4, 2, 9, 3 })
            newest.Add(Item(hour));

        Assert.Equal(["4", "5", "9"], newest.Take().Select(item => item.Key));
        Assert.Equal((6, 5, 1, 0), (newest.Listed, newest.InWindow, newest.Older, newest.Foreign.Count));
    }

    [Fact]
    public void Add_AStranger_IsNamedAndNeverTaken()
    {
        var newest = new NewestObjects(3, Facts.At(2));
        for (var stranger = 0; stranger < 50; stranger++)
            newest.AddForeign($"{stranger}");

        Assert.Empty(newest.Take());
        Assert.Equal((50, 20), (newest.Foreign.Count, newest.Foreign.Named.Count));
    }

    [Fact]
    public void Chains_OfAListing_AreCountedByTheirKeys()
    {
        var chains = new NewestChains(2);
        foreach (var chain in new[] { Chain("1", (0, 0)), Chain("2", (0, 1), (0, 0)), Chain("3", (0, 1), (1, 0), (0, 0)),
            Chain("4", (0, 1)), Chain("5", (0, 0)) })
            chains.Add(chain);

        Assert.Equal((8, 4, 3), (chains.Keys, chains.Events, chains.Waiting));
        Assert.Equal(["3", "5"], chains.Newest.Select(chain => chain.Name.Stem));
    }

    private static DeadLetterChain Chain(string stem, params (int Death, int Time)[] keys)
    {
        var chain = new DeadLetterChain(new(stem));
        foreach (var (death, time) in keys)
            chain.Add(death, time);
        return chain;
    }
}
