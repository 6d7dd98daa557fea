namespace Longshore.Cli.Replay;

internal sealed class ReplayArguments(Verb verb)
{
    private readonly Option<bool> _list = verb.Flag("--list", "Show the letters in every state; send nothing");
    private readonly Option<bool> _dryRun = verb.Flag("--dry-run", "Show what would be sent; send nothing", "-n");
    private readonly Option<string?> _type = verb.Value("--type", "TYPE", "Only events of this type");
    private readonly Option<string?> _source = verb.Value("--source", "SOURCE", "Only events of this source");
    private readonly Option<string?> _id = verb.Value("--id", "ID", "Only events with this id");
    private readonly Option<string?> _code = verb.Value(
        "--code", "CODE", "Only letters with Knative's error code of the last death");
    private readonly Option<string?> _since = verb.Value(
        "--since", "MOMENT", "Only letters that died last at this moment or later: 2026-11-22T10:00:00Z, or 12h for 12 h ago");
    private readonly Option<string?> _until = verb.Value("--until", "MOMENT", "Only letters that died last before this moment");
    private readonly Option<string?> _to = verb.Value("--to", "URL", "The sink, instead of K_SINK", "K_SINK");
    private readonly Option<bool> _again = verb.Flag("--again", "Letters too that were sent back and have not died since");
    private readonly Option<bool> _force = verb.Flag("--force", "Letters too that have died after --max-replays replays");
    private readonly Option<string?> _most = verb.Value(
        "--max-replays", "N", "How often an event is sent back before --force is necessary (3)");
    private readonly Option<string?> _parallel = verb.Value("--parallel", "N", "Letters that are sent at once (4)");
    private readonly Option<bool> _json = verb.Flag("--json", "One JSON object a line");

    /// <exception cref="UsageException">A value is wrong.</exception>
    public ReplayOptions Read(ParseResult parsed, DateTimeOffset now)
    {
        var to = parsed.GetValue(_to);
        if (to is not null && !WebAddress.TryParse(to, out _))
            throw new UsageException($"--to holds '{to}'; it takes the http or https URL of a sink.");
        if (parsed.Has(_list) && parsed.Has(_dryRun))
            throw new UsageException("--list and --dry-run cannot be given together.");
        return new ReplayOptions(
            parsed.GetValue(_type), parsed.GetValue(_source), parsed.GetValue(_id), parsed.GetValue(_code),
            parsed.Moment(_since, now), parsed.Moment(_until, now), to,
            IsList: parsed.Has(_list),
            IsDryRun: parsed.Has(_dryRun),
            IsJson: parsed.Has(_json),
            Again: parsed.Has(_again),
            Force: parsed.Has(_force),
            MaxReplays: Number(parsed, _most, LetterLine.MostReplays, 0, 1000),
            Parallel: Number(parsed, _parallel, 4, 1, 64));
    }

    private static int Number(ParseResult parsed, Option<string?> option, int otherwise, int least, int most)
    {
        if (parsed.GetValue(option) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new UsageException($"{option.Name} holds '{text}'; it takes a whole number from {least} to {most}.");
    }
}

/// <param name="Type">Only letters of events with this type; null for all. The five after it are filters too.</param>
/// <param name="Code">Knative's error code of the last death.</param>
/// <param name="To">The sink; null for <c>K_SINK</c>.</param>
/// <param name="Parallel">Letters sent at once. The default Broker answers when the event was handled.</param>
internal sealed record ReplayOptions(
    string? Type, string? Source, string? Id, string? Code, DateTimeOffset? Since, DateTimeOffset? Until, string? To,
    bool IsList, bool IsDryRun, bool IsJson, bool Again, bool Force, int MaxReplays, int Parallel)
{
    public bool HasFilter => this is not { Type: null, Source: null, Id: null, Code: null, Since: null, Until: null };

    /// <summary>Whether a letter matches all filters. A letter that cannot be read matches no filter.</summary>
    public bool Selects(KeptLetter kept) => kept.Letter is not { } letter
        ? !HasFilter
        : Is(Type, letter.Type) && Is(Source, letter.Source) && Is(Id, letter.Id) && Is(Code, letter.Code)
            && !(letter.ReceivedAt < Since) && !(letter.ReceivedAt >= Until);

    private static bool Is(string? wanted, string? held) => wanted is null || wanted == held;
}
