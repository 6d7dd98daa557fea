using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.Demo;

public sealed class ArgumentsTests
{
    [Fact]
    public void Read_BothForms_AreTaken()
    {
        var arguments = new Arguments(["--files", "3", "--post=scan"], "--files", "--post", "--min-age");

        Assert.Equal(3, arguments.Whole("--files", 1, 0, 10));
        Assert.Equal("scan", arguments.OneOf("--post", "none", "scan"));
        Assert.Equal(TimeSpan.FromSeconds(2), arguments.Duration("--min-age", TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData("--file 3", "--file is not known")]
    [InlineData("--files", "--files needs a value")]
    [InlineData("--files 1 --files 2", "--files stands twice")]
    public void Read_LineThatCannotBeObeyed_IsRefused(string line, string reason)
    {
        var refusal = Assert.Throws<UsageException>(() => new Arguments(line.Split(' '), "--files"));

        Assert.StartsWith(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("two")]
    public void Whole_OutsideTheRange_IsRefusedWithIt(string text)
    {
        var arguments = new Arguments(["--files", text], "--files");

        Assert.Contains("from 0 to 10", Assert.Throws<UsageException>(() => arguments.Whole("--files", 1, 0, 10)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void DemoOptions_Unset_AreTheExample()
    {
        var options = DemoOptions.Read(static _ => null, "longshore-functions");

        Assert.Equal((5000, 13312, false), (options.Files, options.Bytes, options.Kill));
    }

    [Theory]
    [InlineData("DEMO_FILES", "0")]
    [InlineData("DEMO_BYTES", "-1")]
    [InlineData("DEMO_KILL", "yes")]
    public void DemoOptions_WrongValue_IsRefusedByName(string variable, string value)
    {
        var refusal = Assert.Throws<UsageException>(() => DemoOptions.Read(name =>
            name == variable ? value : null, "longshore-functions"));

        Assert.StartsWith($"{variable} holds {value}", refusal.Message, StringComparison.Ordinal);
    }
}
