using Longshore.Cli;

namespace Longshore.UnitTests.Cli;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a b/c.dat", "a b/c.dat")]
    [InlineData("Größe/日本/🚢", "Größe/日本/🚢")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\nb\r\tc\0", "a\\u000ab\\u000d\\u0009c\\u0000")]
    [InlineData("\u009b31m\u007f", "\\u009b31m\\u007f")]
    [InlineData("gnp.\u202eexe", "gnp.\\u202eexe")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff")]
    [InlineData("a\u2028b\u2029", "a\\u2028b\\u2029")]
    [InlineData("tag\U000E0041", "tag\\ue0041")]
    public void Of_WhatATerminalObeysOrHides_IsEscaped(string text, string expected) =>
        Assert.Equal(expected, PlainText.Of(text));

    [Fact]
    public void Of_HalfASurrogatePair_IsReplaced() => Assert.Equal("half\ufffd", PlainText.Of("half\ud83d"));
}
