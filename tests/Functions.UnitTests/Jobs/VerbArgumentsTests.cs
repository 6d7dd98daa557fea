using Longshore.Cli;

namespace Longshore.UnitTests.Jobs;

public sealed class VerbArgumentsTests
{
    [Fact]
    public void Parse_BothForms_AreRead()
    {
        var read = Parse("--type", "a", "--json", "--id=b=c");

        Assert.Equal("a", read["--type"]);
        Assert.Equal("b=c", read["--id"]);
        Assert.True(read.Has("--json"));
        Assert.False(read.Has("--list"));
        Assert.Null(read["--source"]);
    }

    [Theory]
    [InlineData("'--tpye' is not known", "--tpye")]
    [InlineData("'stray' is not known", "stray")]
    [InlineData("--type lacks its value", "--type")]
    [InlineData("--type lacks its value", "--type=")]
    [InlineData("--json takes no value", "--json=yes")]
    [InlineData("--json is given twice", "--json", "--json")]
    [InlineData("--id is given twice", "--id=1", "--id", "2")]
    public void Parse_WrongArgument_IsNamed(string expected, params string[] arguments)
    {
        var error = Assert.Throws<UsageException>(() => Parse(arguments));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static VerbArguments Parse(params string[] arguments) =>
        VerbArguments.Parse(arguments, ["--json", "--list"], ["--type", "--id", "--source"]);
}
