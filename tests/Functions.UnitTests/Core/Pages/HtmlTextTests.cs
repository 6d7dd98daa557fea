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

    /// <summary>Where the text may break, a number keeps its unit.</summary>
    [Theory]
    [InlineData("13 MB", "[13 MB]")]
    [InlineData("1.56 GB of 99.1 GB, 3 h 50 min", "[1.56 GB] of [99.1 GB], [3 h] [50 min]")]
    [InlineData("1,200 KiB/s & 25 %", "[1,200 KiB/s] &amp; [25 %]")]
    [InlineData("2 files, 3 minutes, 4 sheds, x1 h", "2 files, 3 minutes, 4 sheds, x1 h")]
    [InlineData("it's 5 MB", "it&#39;s [5 MB]")]
    public void Prose_NumbersWithUnits_StayWhole(string text, string marked) => Assert.Equal(
        marked.Replace("[", "<span class=\"whole\">", StringComparison.Ordinal).Replace("]", "</span>", StringComparison.Ordinal),
        HtmlText.Prose(text));

    [Fact]
    public void Of_AnyText_HasNoMarkup() => Gen.String.Sample(text =>
        Assert.DoesNotContain(HtmlText.Of(text), c => c is '<' or '>' or '"' or '\'' or '`' || char.IsControl(c)));
}
