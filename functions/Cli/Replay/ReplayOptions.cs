namespace Longshore.Cli.Replay;

/// <summary>What <c>longshore replay</c> was asked for.</summary>
public sealed record ReplayOptions
{
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

    /// <summary>
    /// Letters on their way at once, 1 to 64: the default Broker answers only when they were handled. Default 4.
    /// </summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Whether a letter is one of those asked for.</summary>
    public bool Asks(KeptLetter kept) => kept.Letter is not { } letter
        ? this is { Type: null, Source: null, Id: null, Code: null, Since: null, Until: null }
        : Is(Type, letter.Type) && Is(Source, letter.Source) && Is(Id, letter.Id) && Is(Code, letter.Code)
            && !(letter.ReceivedAt < Since) && !(letter.ReceivedAt >= Until);

    private static bool Is(string? wanted, string? held) => wanted is null || wanted == held;
}
