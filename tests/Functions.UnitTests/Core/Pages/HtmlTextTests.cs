using CsCheck;
using Longshore.Core.Pages;

namespace Longshore.UnitTests.Core.Pages;

public class HtmlTextTests
{
    [Theory]
    [InlineData("<img src=x onerror=alert(1)>.dat", "&lt;img src=x onerror=alert(1)&gt;.dat")]
    [InlineData("\" onfocus='x' `", "&quot; onfocus=&#39;x&#39; &#96;")]
    [InlineData("invoice\u202Egpj.exe", "invoice\\u202Egpj.exe")]
    [InlineData("a\0b\nc", "a\\u0000b\\u000Ac")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("caf\u00E9 \U0001F600", "caf\u00E9 \U0001F600")]
    public void Of_HostileText_IsHarmless(string text, string safe) => Assert.Equal(safe, HtmlText.Of(text));

    [Fact]
    public void Of_AnyText_HasNoMarkup() => Gen.String.Sample(text =>
        Assert.DoesNotContain(HtmlText.Of(text), c => c is '<' or '>' or '"' or '\'' or '`' || char.IsControl(c)));
}
