using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Longshore.Cli;

/// <summary>The program: its verbs, its help and its version.</summary>
internal sealed class CommandLine
{
    private readonly RootCommand _root = new(
        "Longshore unloads a directory into S3, and says how that goes. This is the program for people; pods run "
            + "longshore-functions.");
    private readonly TextWriter _output;
    private readonly TextWriter _errors;

    public CommandLine(TextWriter output, TextWriter errors, params Verb[] verbs)
    {
        (_output, _errors) = (output, errors);
        foreach (var verb in verbs)
            _root.Subcommands.Add(verb);
        foreach (var option in _root.Options)
        {
            if (option is HelpOption help)
                help.Action = new VerbHelpAction((HelpAction)help.Action!);
            else if (option is VersionOption version)
                version.Action = new VersionAction();
        }
    }

    /// <summary>Of the assembly, three numbers.</summary>
    public static string Version => typeof(CommandLine).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>A directory may be called <c>@files</c>, and no option has one letter.</summary>
    public static ParserConfiguration Parsing => new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs one verb as if it were the only one.</summary>
    public static Task<int> RunAsync(Verb verb, IReadOnlyList<string> arguments, TextWriter output, TextWriter errors) =>
        new CommandLine(output, errors, verb).RunAsync([verb.Name, .. arguments]);

    /// <returns>The exit code: <see cref="FunctionHost.Misused"/> for wrong arguments.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments is [] or ["help"])
            arguments = ["--help"];
        var parsed = _root.Parse(arguments, Parsing);
        var verb = parsed.CommandResult.Command;
        // Help, version and completion answer whatever stands beside them.
        if ((parsed.Action is ParseErrorAction || parsed.Action == verb.Action) && ParseProblem.Of(parsed,
            arguments) is { } problem)
        {
            var name = verb == _root ? "longshore" : $"longshore {verb.Name}";
            await _errors.WriteLineAsync($"{name}: {PlainText.Of(problem)} See {name} --help.");
            return FunctionHost.Misused;
        }

        // Each verb has its own signals, and says what it failed at.
        var invocation = new InvocationConfiguration
        {
            Output = _output,
            Error = _errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation);
    }

    /// <summary>The library's help, and after it what a verb says of settings and exit codes.</summary>
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
            parseResult.InvocationConfiguration.Output.WriteLine($"longshore {Version}");
            return 0;
        }
    }
}
