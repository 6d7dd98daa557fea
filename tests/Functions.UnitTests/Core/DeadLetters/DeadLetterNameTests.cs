using Longshore.Core.DeadLetters;

namespace Longshore.UnitTests.Core.DeadLetters;

public sealed class DeadLetterNameTests
{
    private const string Stem = "_longshore/deadletters/2026/11/22/abc";

    [Theory]
    [InlineData(0, ".json")]
    [InlineData(1, ".1.json")]
    [InlineData(12, ".12.json")]
    public void Letter_Key_IsReadBack(int death, string suffix)
    {
        var key = new DeadLetterName(Stem).Letter(death);

        Assert.Equal(Stem + suffix, key);
        Assert.True(DeadLetterName.TryParse(key, out var name, out var read, out var time));
        Assert.Equal((Stem, death, 0), (name.Stem, read, time));
    }

    [Theory]
    [InlineData(0, 1, ".0.replayed.1.json")]
    [InlineData(3, 2, ".3.replayed.2.json")]
    public void Replayed_Key_IsReadBack(int death, int time, string suffix)
    {
        var key = new DeadLetterName(Stem).Replayed(death, time);

        Assert.Equal(Stem + suffix, key);
        Assert.True(DeadLetterName.TryParse(key, out var name, out var readDeath, out var readTime));
        Assert.Equal((Stem, death, time), (name.Stem, readDeath, readTime));
    }

    [Theory]
    [InlineData(".txt")]
    [InlineData(".0.json")]
    [InlineData(".01.json")]
    [InlineData(".x.json")]
    [InlineData(".1.replayed.0.json")]
    [InlineData(".1.replayed.json")]
    [InlineData(".1.other.1.json")]
    [InlineData("")]
    public void TryParse_ForeignKey_IsRefused(string suffix) =>
        Assert.False(DeadLetterName.TryParse(Stem + suffix, out _, out _, out _));
}
