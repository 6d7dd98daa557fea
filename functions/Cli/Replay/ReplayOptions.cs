using System.Globalization;
using System.Xml;
using Longshore.Core.DeadLetters;

namespace Longshore.Cli.Replay;

/// <summary>What <c>longshore replay</c> was asked for.</summary>
public sealed record ReplayOptions
{
    private static readonly string[] Flags = ["--list", "--dry-run", "--json", "--again", "--force"];
    private static readonly string[] Values =
        ["--type", "--source", "--id", "--code", "--since", "--until", "--to", "--max-replays", "--parallel"];

    /// <summary>Only letters of events with this type; all if null, as for the three below.</summary>
    public string? Type { get; init; }

    public string? Source { get; init; }

    public string? Id { get; init; }

    /// <summary>Knative's error code of the last death.</summary>
    public string? Code { get; init; }

    /// <summary>Only letters that died last at this moment or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only letters that died last before this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The sink; <c>K_SINK</c> if null.</summary>
    public string? To { get; init; }

    /// <summary>Show letters in every state and send nothing.</summary>
    public bool IsList { get; init; }

    /// <summary>Show what would be sent and send nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>One JSON object a line instead of text.</summary>
    public bool IsJson { get; init; }

    /// <summary>Send letters too that were sent back and have not died since.</summary>
    public bool Again { get; init; }

    /// <summary>Send letters too that have died after <see cref="MaxReplays"/> replays.</summary>
    public bool Force { get; init; }

    /// <summary>How often an event is sent back before <see cref="Force"/> is asked for. Default 3.</summary>
    public int MaxReplays { get; init; } = LetterLine.MostReplays;

    /// <summary>Letters on their way at once, 1 to 64: the default Broker answers only when they were handled. Default 4.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Whether a letter is one of those asked for.</summary>
    public bool Asks(KeptLetter kept) => kept.Letter is not { } letter
        ? this is { Type: null, Source: null, Id: null, Code: null, Since: null, Until: null }
        : Is(Type, letter.Type) && Is(Source, letter.Source) && Is(Id, letter.Id) && Is(Code, letter.Code)
            && !(letter.ReceivedAt < Since) && !(letter.ReceivedAt >= Until);

    private static bool Is(string? wanted, string? held) => wanted is null || wanted == held;

    /// <exception cref="UsageException">An argument is wrong.</exception>
    public static ReplayOptions Parse(IReadOnlyList<string> arguments, DateTimeOffset now)
    {
        var given = VerbArguments.Parse(arguments, Flags, Values);
        var to = given["--to"];
        if (to is not null && !(Uri.TryCreate(to, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw new UsageException($"--to holds '{to}'; it takes the http or https URL of a sink.");
        if (given.Has("--list") && given.Has("--dry-run"))
            throw new UsageException("--list and --dry-run cannot be given together.");
        return new()
        {
            Type = given["--type"],
            Source = given["--source"],
            Id = given["--id"],
            Code = given["--code"],
            Since = Moment(given, "--since", now),
            Until = Moment(given, "--until", now),
            To = to,
            IsList = given.Has("--list"),
            IsDryRun = given.Has("--dry-run"),
            IsJson = given.Has("--json"),
            Again = given.Has("--again"),
            Force = given.Has("--force"),
            MaxReplays = Number(given, "--max-replays", LetterLine.MostReplays, 0, 1000),
            Parallel = Number(given, "--parallel", 4, 1, 64),
        };
    }

    private static DateTimeOffset? Moment(VerbArguments given, string name, DateTimeOffset now)
    {
        if (given[name] is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return moment;
        try
        {
            return now - XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new UsageException($"{name} holds '{text}'; it takes a moment such as 2026-11-22T10:00:00Z or how long ago it is, such as PT12H.");
        }
    }

    private static int Number(VerbArguments given, string name, int otherwise, int least, int most)
    {
        if (given[name] is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} holds '{text}'; it takes a whole number from {least} to {most}.");
    }
}
