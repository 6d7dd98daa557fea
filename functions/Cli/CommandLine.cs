using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Longshore.Cli;

internal sealed class CommandLine
{
    private readonly RootCommand _root = new(
        "Longshore ships a directory to S3 and reports the result. People run this program; pods run longshore-functions.");
    private readonly TextWriter _output;
    private readonly TextWriter _errors;

    public CommandLine(TextWriter output, TextWriter errors, params Verb[] verbs)
    {
        (_output, _errors) = (output, errors);
        foreach (var verb in verbs)
            _root.Subcommands.Add(verb);
        var help = _root.Options.OfType<HelpOption>().Single();
        help.Action = new VerbHelpAction((HelpAction)help.Action!);
        _root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
    }

    /// <summary>Without response files: a directory may be called <c>@files</c>. Every option has a long name.</summary>
    public static ParserConfiguration Parsing => new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <param name="signals">The process's; null if it is not this program's own process.</param>
    /// <returns>The exit code: <see cref="ExitCodes.Misused"/> for wrong arguments.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ProcessSignals? signals = null)
    {
        try
        {
            return await ParseAsync(arguments, signals);
        }
        catch (OutputException error)
        {
            await _errors.WriteLineAsync($"longshore: {error.Message}");
            // A terminal that was closed has sent SIGHUP.
            return signals is { Number: > 0 and var number } ? ExitCodes.Stopped(number) : ExitCodes.Failed;
        }
    }

    private async Task<int> ParseAsync(IReadOnlyList<string> arguments, ProcessSignals? signals)
    {
        if (arguments is [] or ["help"])
            arguments = ["--help"];
        var parsed = _root.Parse(arguments, Parsing);
        var verb = parsed.CommandResult.Command;
        // Help, version and completion run even if other arguments are wrong.
        if ((parsed.Action is ParseErrorAction || parsed.Action == verb.Action)
            && ParseProblem.Of(parsed, arguments) is { } problem)
        {
            var name = verb == _root ? "longshore" : $"longshore {verb.Name}";
            await _errors.WriteLineAsync($"{name}: {PlainText.Of(problem)} See {name} --help.");
            return ExitCodes.Misused;
        }

        // Each verb handles its own signals and errors.
        var invocation = new VerbInvocation
        {
            Signals = signals,
            Output = _output,
            Error = _errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation);
    }

    /// <summary>Prints the library's help, then the verb's own text about settings and exit codes.</summary>
    private sealed class VerbHelpAction(HelpAction inner) : SynchronousCommandLineAction
    {
        private const string Settings =
            "Settings come from appsettings.json, then from environment variables such as Volume__Root and S3__Bucket.";

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var exit = inner.Invoke(parseResult);
            var help = (parseResult.CommandResult.Command as Verb)?.Help ?? Settings;
            parseResult.InvocationConfiguration.Output.WriteLine(help);
            return exit;
        }
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"longshore {TelemetryNames.Version}");
            return 0;
        }
    }
}
