namespace Longshore.Cli;

/// <summary>One command of the program, such as <c>ship</c>.</summary>
internal abstract class Verb : Command
{
    private readonly List<(string Setting, Option<string?> Option)> _settings = [];

    /// <param name="summary">Half a line for the list of verbs.</param>
    /// <param name="help">The end of its help: settings, examples, exit codes.</param>
    protected Verb(string name, string summary, string help)
        : base(name, summary)
    {
        Help = help;
        SetAction(RunAsync);
    }

    public string Help { get; }

    /// <summary>The settings that options give, as environment variables.</summary>
    public IReadOnlyList<(string Setting, Option<string?> Option)> Settings => _settings;

    /// <summary>The directory and the place in S3; null if the verb takes neither.</summary>
    public PlaceArguments? Place { get; protected init; }

    /// <summary>Runs once. It handles signals and expected errors; an error that it throws is a defect.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult parsed);

    /// <summary>Declares an option without a value.</summary>
    /// <param name="letters">Short names, such as <c>-n</c>.</param>
    public Option<bool> Flag(string name, string description, params string[] letters)
    {
        var option = new Option<bool>(name, letters) { Description = description, Arity = ArgumentArity.Zero };
        Options.Add(option);
        return option;
    }

    /// <summary>Declares an option with a value.</summary>
    /// <param name="takes">The value's placeholder in the help.</param>
    /// <param name="setting">The setting that it gives, as an environment variable; null if it gives none.</param>
    public Option<string?> Value(string name, string takes, string description, string? setting = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = takes, Arity = ArgumentArity.ExactlyOne };
        Options.Add(option);
        if (setting is not null)
            _settings.Add((setting, option));
        return option;
    }

    /// <summary>The settings that options and arguments give; they override all other sources.</summary>
    /// <exception cref="UsageException">The arguments are wrong.</exception>
    public IEnumerable<(string Name, string Value)> Given(ParseResult parsed) => _settings
        .Where(each => parsed.GetValue(each.Option) is not null)
        .Select(each => (each.Setting.Replace("__", ":", StringComparison.Ordinal), parsed.GetValue(each.Option)!))
        .Concat(Place?.Given(parsed) ?? []);
}

internal static class ParsedOptions
{
    public static bool Has(this ParseResult parsed, Option<bool> flag) => parsed.GetResult(flag) is { Implicit: false };

    /// <summary>A moment, or how long ago it was; null if the option was not given.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static DateTimeOffset? Moment(this ParseResult parsed, Option<string?> option, DateTimeOffset now)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return moment;
        if (DurationText.TryRead(text, out var ago) && ago < now - DateTimeOffset.MinValue && ago > now - DateTimeOffset.MaxValue)
            return now - ago;
        throw new UsageException(
            $"{option.Name} holds '{text}'; it takes a moment such as 2026-11-22T10:00:00Z or how long ago it is, such as 7d.");
    }
}
