using System.Text;
using Longshore.Core.DeadLetters;

namespace Longshore.UnitTests.Core.DeadLetters;

public sealed class DeathReasonTests
{
    [Theory]
    [InlineData("""{"title":"no","detail":"The path is outside."}""", "The path is outside.")]
    [InlineData("""{"title":"cut","deta""", """{"title":"cut","deta""")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("[1]", "[1]")]
    public void Of_AnAnswer_IsItsDetailOrItsText(string answer, string expected) =>
        Assert.Equal(expected, DeathReason.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(answer))));

    [Fact]
    public void Of_AnAnswerCutWithinACharacter_DropsTheRest() =>
        Assert.Equal("caf", DeathReason.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes("café")[..^1])));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("not base64!", "not base64!")]
    [InlineData("AAEC", "AAEC")]
    public void Of_WhatIsNoText_IsGivenAsItIs(string? errorData, string? expected) =>
        Assert.Equal(expected, DeathReason.Of(errorData));

    [Fact]
    public void Of_ALongAnswer_IsCut() =>
        Assert.Equal(500, DeathReason.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', 700))))!.Length);
}
