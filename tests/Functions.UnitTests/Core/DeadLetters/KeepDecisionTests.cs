using Longshore.Core.DeadLetters;

namespace Longshore.UnitTests.Core.DeadLetters;

/// <summary>The rows of the table of <see cref="DeadLetterChain.DeathToKeep"/>.</summary>
public sealed class KeepDecisionTests
{
    [Theory]
    [InlineData(0, "", "", 0)]
    [InlineData(2, "", "", 2)]
    [InlineData(1, "0", "", 1)]
    [InlineData(0, "0", "", null)]
    [InlineData(1, "0,1", "0", null)]
    [InlineData(0, "0", "0", 1)]
    [InlineData(0, "0,1", "0", null)]
    [InlineData(0, "0,1", "0,1", 2)]
    [InlineData(1, "0,1,2", "0,1", null)]
    public void Death_OfAnEvent_IsTheFirstThatIsNotKeptOrWaits(int replays, string kept, string sentBack, int? expected)
    {
        var chain = new DeadLetterChain(new("stem"));
        foreach (var death in Numbers(kept))
            chain.Add(death, 0);
        foreach (var death in Numbers(sentBack))
            chain.Add(death, 1);

        Assert.Equal(expected, chain.DeathToKeep(replays));
    }

    private static IEnumerable<int> Numbers(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
}
