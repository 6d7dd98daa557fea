using Longshore.Core.Status.Records;
using Longshore.Store.Objects;

namespace Longshore.UnitTests.Status;

public class NewestObjectsTests
{
    private static ListedObject Item(double hour) => new($"{hour}", "e", 1, Facts.At(hour));

    [Fact]
    public void Take_MoreThanFit_IsTheNewestOldestFirst()
    {
        var newest = new NewestObjects(3, Facts.At(2));
        foreach (var hour in new[] { 5, 1, 4, 2, 9, 3 })
            newest.Add(Item(hour), isOurs: true);

        Assert.Equal(["4", "5", "9"], newest.Take().Select(item => item.Key));
        Assert.Equal((6, 5, 1, 0), (newest.Listed, newest.InWindow, newest.Older, newest.Foreign));
    }

    [Fact]
    public void Add_AStranger_IsNamedAndNeverTaken()
    {
        var newest = new NewestObjects(3, Facts.At(2));
        for (var stranger = 0; stranger < 50; stranger++)
            newest.Add(Item(10 + stranger), isOurs: false);

        Assert.Empty(newest.Take());
        Assert.Equal((50, 20), (newest.Foreign, newest.NamedForeign.Count));
    }

    [Fact]
    public void Chains_OfAListing_AreCountedByTheirKeys()
    {
        var chains = new NewestChains(2);
        foreach (var key in new[] { "d/1.json", "d/2.0.replayed.1.json", "d/2.json", "d/3.0.replayed.1.json", "d/3.1.json",
            "d/3.json", "d/4.0.replayed.1.json", "d/note.txt", "d/5.json" })
            chains.Add(key);
        chains.End();

        Assert.Equal((4, 3), (chains.Events, chains.Waiting));
        Assert.Equal(["d/3", "d/5"], chains.Newest.Select(chain => chain.Name.Stem));
        Assert.Equal("d/note.txt", Assert.Single(chains.Foreign).Key);
    }
}
