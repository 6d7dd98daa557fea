using Longshore.Core.Layout;
using Longshore.Settings;
using Longshore.Store;

namespace Longshore.UnitTests.Core.Layout;

public class KeyTemplateTests
{
    private static readonly Timestamp Modified = Timestamp.From(new DateTimeOffset(2026, 3, 7, 5, 4, 3, TimeSpan.Zero));

    [Theory]
    [InlineData("", "{path}", "a/b.jpg", "a/b.jpg")]
    [InlineData("in/", "{path}", "a/b.jpg", "in/a/b.jpg")]
    [InlineData("in/", "{yyyy}/{MM}/{dd}/{HH}/{path}", "a.jpg", "in/2026/03/07/05/a.jpg")]
    [InlineData("", "{path}.{yyyy}", "{MM}.jpg", "{MM}.jpg.2026")]
    public void KeyOf_Template_FillsIt(string prefix, string template, string path, string key) =>
        Assert.Equal(key, new KeyTemplate(new S3Options { Prefix = prefix, KeyTemplate = template }).KeyOf(path, Modified));

    [Theory]
    [InlineData("{path}", null)]
    [InlineData("x/{yyyy}{MM}{dd}{HH}/{path}", null)]
    [InlineData("x", "it must contain {path} exactly once")]
    [InlineData("{path}/{path}", "it must contain {path} exactly once")]
    [InlineData("{path}/{mm}", "it may use {path} {yyyy} {MM} {dd} {HH}, not {mm}")]
    [InlineData("{path}{", "it has a { without a }")]
    public void Check_Template_SaysWhatIsWrong(string template, string? problem) =>
        Assert.Equal(problem, KeyTemplate.Check(template));

    [Fact]
    public void Fits_Over1024BytesOfUtf8_IsFalse()
    {
        Assert.True(KeyTemplate.Fits(new string('a', 1024)));
        Assert.False(KeyTemplate.Fits(new string('ä', 513)));
    }
}
