using System.CommandLine;
using Longshore.Cli;

namespace Longshore.UnitTests.Cli;

/// <summary>What <c>longshore</c> makes of its arguments, whatever the verb.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private ParseResult? _parsed;

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("-h")]
    public async Task Run_Help_ListsTheVerbs(params string[] arguments)
    {
        Assert.Equal(0, await RunAsync(arguments));
        Assert.Matches("plan +plans things", _output.ToString());
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public async Task Run_Version_IsThreeNumbers()
    {
        Assert.Equal(0, await RunAsync("--version"));
        Assert.Matches(@"^longshore \d+\.\d+\.\d+\n$", _output.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("longshore: 'serve' is not known; known are plan.", "serve")]
    [InlineData("longshore: 'pan' is not known; did you mean plan?", "pan")]
    [InlineData("longshore: '--port' is not known", "--port")]
    [InlineData("longshore plan: '--fils' is not known; did you mean --files?", "plan", "--fils", "3")]
    [InlineData("longshore plan: 'stray' is not known", "plan", "stray")]
    [InlineData("longshore plan: --files lacks its value", "plan", "--files")]
    [InlineData("longshore plan: --files lacks its value", "plan", "--files=")]
    [InlineData("longshore plan: --files lacks its value", "plan", "--files", "--json")]
    [InlineData("longshore plan: --json takes no value", "plan", "--json=yes")]
    [InlineData("longshore plan: --json is given twice", "plan", "--json", "--json")]
    [InlineData("longshore plan: --files is given twice", "plan", "--files=1", "--files", "2")]
    [InlineData("longshore plan: '--\\u001b[31m' is not known", "plan", "--\u001b[31m")]
    public async Task Run_WrongArgument_IsNamedWithExitTwo(string expected, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.StartsWith(expected, _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(" --help.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
        Assert.Null(_parsed);
    }

    [Theory]
    [InlineData("5", "--files", "5")]
    [InlineData("a=b", "--files=a=b")]
    [InlineData("-5MB", "--files", "-5MB")]
    [InlineData("@list", "--files", "@list")]
    public async Task Run_Verb_GetsItsArguments(string expected, params string[] arguments)
    {
        Assert.Equal(7, await RunAsync(["plan", "--json", .. arguments]));
        Assert.Equal(expected, _parsed!.GetValue<string?>("--files"));
        Assert.True(_parsed.GetValue<bool>("--json"));
    }

    [Theory]
    [InlineData("plan", "--help")]
    [InlineData("plan", "--wrong", "--help")]
    public async Task Run_HelpOfAVerb_IsItsOwn(params string[] arguments)
    {
        Assert.Equal(0, await RunAsync(arguments));
        Assert.Matches("--files <N> +How many", _output.ToString());
        Assert.EndsWith("Exit codes\n  0  planned\n", _output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Null(_parsed);
    }

    [Fact]
    public async Task Run_Suggest_CompletesOptions()
    {
        Assert.Equal(0, await RunAsync("[suggest:19]", "longshore plan --fi"));
        Assert.Equal("--files", _output.ToString().Trim());
    }

    private Task<int> RunAsync(params string[] arguments) =>
        new CommandLine(_output, _errors, new Plan(parsed => _parsed = parsed)).RunAsync(arguments);

    private sealed class Plan : Verb
    {
        private readonly Action<ParseResult> _run;

        public Plan(Action<ParseResult> run)
            : base("plan", "plans things", "Exit codes\n  0  planned")
        {
            _run = run;
            Value("--files", "N", "How many");
            Flag("--json", "As JSON");
        }

        protected override Task<int> RunAsync(ParseResult parsed)
        {
            _run(parsed);
            return Task.FromResult(7);
        }
    }
}
