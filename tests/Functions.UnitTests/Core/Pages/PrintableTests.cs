using Longshore.Settings;

namespace Longshore.UnitTests.Core.Pages;

public class PrintableTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" a \r\n\t b ", "a b")]
    [InlineData("a\0b\u001b[31mc", "a b [31mc")]
    [InlineData("gnp.\u202eexe", "gnp. exe")]
    [InlineData("0123456789012", "0123456789")]
    public void OneLine_AnyText_IsShortAndSeen(string text, string line) => Assert.Equal(line, Printable.OneLine(text, 10));
}
