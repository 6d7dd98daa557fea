using System.CommandLine.Parsing;

namespace Longshore.Cli;

internal static class ParseProblem
{
    /// <returns>The first problem; null if there is none.</returns>
    public static string? Of(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        var flags = command.Options.Where(static option => option.Arity.MaximumNumberOfValues == 0);
        if (flags.FirstOrDefault(flag => arguments.Any(
            argument => argument.StartsWith($"{flag.Name}=", StringComparison.Ordinal))) is { } full)
            return $"{full.Name} takes no value.";
        // The library takes an unknown option as a positional argument, such as the directory.
        var words = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static word => word.Tokens)
            .Select(static token => token.Value).Where(static word => word.StartsWith('-'));
        if (words.Concat(parsed.UnmatchedTokens).FirstOrDefault() is { } unknown)
            return Unknown(unknown, command);
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>().Where(static option => !option.Implicit))
        {
            if (option.IdentifierTokenCount > 1)
                return $"{option.Option.Name} is given twice.";
            if (option.Option.Arity.MinimumNumberOfValues > 0
                && (option.Tokens.Count == 0 || option.Tokens.Any(token => IsNoValue(token.Value))))
                return $"{option.Option.Name} lacks its value.";
        }

        return parsed.Errors is [var first, ..] ? first.Message : null;

        // In "--bucket --dry-run" the value of --bucket is missing.
        bool IsNoValue(string text) => text.Length == 0 || command.Options.Any(other => other.Name == text);
    }

    private static string Unknown(string word, Command command)
    {
        var names = word.StartsWith('-')
            ? command.Options.Select(static option => option.Name)
            : command.Subcommands.Select(static verb => verb.Name);
        var known = names.ToArray();
        if (NearestName.Close(word.Split('=', 2)[0], known) is { } meant)
            return $"'{word}' is not known; did you mean {meant}?";
        return known.Length == 0 ? $"'{word}' is not known." : $"'{word}' is not known; known are {string.Join(", ", known)}.";
    }
}
