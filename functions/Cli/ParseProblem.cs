using System.CommandLine.Parsing;

namespace Longshore.Cli;

internal static class ParseProblem
{
    /// <summary>Names by which other tools call an option.</summary>
    private static readonly (string Typed, string Meant)[] OfOtherTools =
    [
        ("--endpoint-url", "--endpoint"), ("--url", "--endpoint"), ("--host", "--endpoint"),
        ("--jobs", "--concurrency"), ("-j", "--concurrency"), ("--transfers", "--concurrency"), ("--numworkers", "--concurrency"),
        ("--workers", "--concurrency"), ("--threads", "--concurrency"), ("--parallel", "--concurrency"),
        ("--no-delete", "--keep"), ("--copy", "--keep"), ("--filter", "--include"), ("--output", "--json"),
        ("--dryrun", "--dry-run"), ("--what-if", "--dry-run"), ("--simulate", "--dry-run"),
    ];

    /// <returns>The first problem; null if there is none.</returns>
    public static string? Of(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        var flags = command.Options.Where(static option => option.Arity.MaximumNumberOfValues == 0);
        if (flags.FirstOrDefault(flag => arguments.Any(
            argument => argument.StartsWith($"{flag.Name}=", StringComparison.Ordinal))) is { } full)
            return $"{full.Name} takes no value.";
        if (SplitValue(command, arguments) is { } split)
            return split;
        // The library takes an unknown option as a positional argument, such as the directory.
        var words = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static word => word.Tokens)
            .Select(static token => token.Value).Where(static word => word.StartsWith('-'));
        if (words.Concat(parsed.UnmatchedTokens).FirstOrDefault() is { } unknown)
            return Unknown(unknown, command, arguments);
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
        bool IsNoValue(string text) =>
            text.Length == 0 || command.Options.Any(other => other.Name == text || other.Aliases.Contains(text));
    }

    /// <summary>Finds a size or a duration with a blank, such as <c>--bytes 65 MB</c>: the unit is a word of its own.</summary>
    private static string? SplitValue(Command command, IReadOnlyList<string> arguments)
    {
        for (var at = 2; at < arguments.Count; at++)
        {
            var (name, number, unit) = (arguments[at - 2], arguments[at - 1], arguments[at]);
            if (command.Options.Any(option => option.Name == name && TakesUnits(option))
                && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
                && (SizeText.TryRead(number + unit, out _) || DurationText.TryRead(number + unit, out _)))
                return $"{name} holds '{number}', and '{unit}' is another word; write {number}{unit}.";
        }

        return null;
    }

    /// <summary>
    /// Whether the example or word of its help is a size or a duration. Of any other the next word is an argument.
    /// </summary>
    private static bool TakesUnits(Option option) => option.HelpName is { } takes
        && (takes == "SIZE" || SizeText.TryRead(takes, out _) || DurationText.TryRead(takes, out _));

    private static string Unknown(string word, Command command, IReadOnlyList<string> arguments)
    {
        if (word.Split('=', 2) is ["--profile", ..] and var profile)
        {
            var next = arguments.SkipWhile(each => each != word).ElementAtOrDefault(1);
            var name = profile.Length > 1 ? profile[1] : next ?? "NAME";
            return $"'--profile' is not known; set the variable AWS_PROFILE={name}.";
        }

        var names = word.StartsWith('-')
            ? command.Options.Select(static option => option.Name)
            : command.Subcommands.Select(static verb => verb.Name);
        var known = names.ToArray();
        if (Meant(word.Split('=', 2)[0], known) is { } meant)
            return $"'{word}' is not known; did you mean {meant}?";
        if (command is Verb { Place: not null } && !word.StartsWith('-'))
            return $"'{word}' is one word too many; {command.Name} takes one DIRECTORY and one s3://BUCKET/FOLDER.";
        if (PlaceArguments.IsTarget(word) && command.Options.Any(static option => option.Name == "--bucket"))
            return $"'{word}' is not known; did you mean --bucket {PlaceArguments.BucketOf(word)}?";
        return known.Length == 0 ? $"'{word}' is not known." : $"'{word}' is not known; known are {string.Join(", ", known)}.";
    }

    private static string? Meant(string typed, string[] known) =>
        OfOtherTools.Where(each => each.Typed == typed && known.Contains(each.Meant)).Select(each => each.Meant).FirstOrDefault()
        ?? NearestName.Close(typed, known)
        // The beginning of a name, or a name and more.
        ?? known.Where(name => (typed.Length > 4 && name.StartsWith(typed, StringComparison.Ordinal))
            || typed.StartsWith(name + '-', StringComparison.Ordinal)).MaxBy(static name => name.Length);
}
