using Longshore.Model;

namespace Longshore.Cli;

/// <summary>Something that the program does.</summary>
/// <param name="Name">The first argument.</param>
/// <param name="Summary">What it does, in half a line.</param>
/// <param name="Help">Its arguments and settings, for <c>longshore NAME --help</c>.</param>
/// <param name="RunAsync">Runs it with the arguments after its name; returns the exit code.</param>
internal sealed record Verb(string Name, string Summary, string Help, Func<string[], Task<int>> RunAsync);

/// <summary>Chooses what the process does by its first argument.</summary>
internal sealed class CommandLine(TextWriter output, TextWriter error, params Verb[] verbs)
{
    /// <returns>The process's exit code: <see cref="FunctionHost.Misused"/> for an unknown argument.</returns>
    public async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || IsHelp(args[0]) || args is ["help"])
        {
            await output.WriteAsync(Help());
            return 0;
        }

        if (args[0] == "--version")
        {
            await output.WriteLineAsync($"longshore {Version}");
            return 0;
        }

        if (verbs.FirstOrDefault(verb => verb.Name == args[0]) is not { } chosen)
        {
            await error.WriteLineAsync($"longshore: '{args[0]}' is not known.");
            await error.WriteAsync(Help());
            return FunctionHost.Misused;
        }

        if (!args.Any(IsHelp))
            return await chosen.RunAsync(args[1..]);
        await output.WriteLineAsync($"longshore {chosen.Name}: {chosen.Summary}");
        await output.WriteLineAsync(chosen.Help);
        return 0;
    }

    /// <summary>Of the assembly, three numbers.</summary>
    public static string Version => typeof(CommandLine).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private static bool IsHelp(string argument) => argument is "--help" or "-h";

    private string Help()
    {
        var lines = verbs.Select(verb => $"  longshore {verb.Name,-12} {verb.Summary}\n");
        return $"""
            Longshore unloads a directory into S3, and says how that goes.

            {string.Concat(lines)}  longshore --version
              longshore VERB --help

            Settings come from appsettings.json, then from environment variables such as Volume__Root and S3__Bucket.

            """;
    }
}
