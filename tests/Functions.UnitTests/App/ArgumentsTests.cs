using Longshore.App;

namespace Longshore.UnitTests.App;

/// <summary>What <c>longshore-functions</c> does by its first argument.</summary>
public sealed class ArgumentsTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private string[]? _job;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_NoArgument_Serves() => Assert.Equal(42, await RunAsync());

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("-h")]
    public async Task Run_Help_NamesTheJob(string argument)
    {
        Assert.Equal(0, await RunAsync(argument));
        Assert.Contains("longshore-functions job", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Run_Version_IsThreeNumbers()
    {
        Assert.Equal(0, await RunAsync("--version"));
        Assert.Matches(@"^longshore-functions \d+\.\d+\.\d+\n$", _output.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("--port")]
    [InlineData("ship", "the program longshore")]
    [InlineData("replay", "the program longshore")]
    public async Task Run_Unknown_Exits2WithHelpOnStandardError(string argument, string also = "")
    {
        Assert.Equal(2, await RunAsync(argument));
        Assert.Contains($"'{argument}' is not known", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(also, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("longshore-functions job", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Run_Job_GetsItsArguments()
    {
        Assert.Equal(7, await RunAsync("job", "event.json"));
        Assert.Equal(["event.json"], _job!);
    }

    [Fact]
    public async Task Run_HelpOfTheJob_IsItsOwn()
    {
        Assert.Equal(0, await RunAsync("job", "--help"));
        Assert.Contains("K_EVENT_PATH", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Exit codes", _output.ToString(), StringComparison.Ordinal);
        Assert.Null(_job);
    }

    private Task<int> RunAsync(params string[] args) => new Arguments(() => Task.FromResult(42), arguments =>
    {
        _job = arguments;
        return Task.FromResult(7);
    }, _output, _error).RunAsync(args);
}
