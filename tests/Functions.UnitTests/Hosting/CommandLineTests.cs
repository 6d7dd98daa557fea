using Longshore.Cli;

namespace Longshore.UnitTests.Hosting;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private string[]? verbArguments;

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("-h")]
    [InlineData(null)]
    public async Task Run_Help_ListsTheVerbs(string? argument)
    {
        Assert.Equal(0, await RunAsync(argument is null ? [] : [argument]));
        Assert.Contains("longshore plan", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task Run_Version_IsThreeNumbers()
    {
        Assert.Equal(0, await RunAsync("--version"));
        Assert.Matches(@"^longshore \d+\.\d+\.\d+\n$", output.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("--port")]
    public async Task Run_Unknown_Exits2WithHelpOnStandardError(string argument)
    {
        Assert.Equal(2, await RunAsync(argument));
        Assert.Contains($"'{argument}' is not known", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("longshore plan", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Run_Verb_GetsItsArguments()
    {
        Assert.Equal(7, await RunAsync("plan", "--files", "5"));
        Assert.Equal(["--files", "5"], verbArguments!);
    }

    [Fact]
    public async Task Run_HelpOfAVerb_IsItsOwn()
    {
        Assert.Equal(0, await RunAsync("plan", "--help"));
        Assert.Contains("--files N", output.ToString(), StringComparison.Ordinal);
        Assert.Null(verbArguments);
    }

    private Task<int> RunAsync(params string[] args)
    {
        var plan = new Verb("plan", "plans", "  --files N   how many", arguments =>
        {
            verbArguments = arguments;
            return Task.FromResult(7);
        });
        return new CommandLine(output, error, plan).RunAsync(args);
    }
}
