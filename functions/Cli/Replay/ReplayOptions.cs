namespace Longshore.Cli.Replay;

/// <summary>What <c>longshore replay</c> was asked for.</summary>
/// <param name="Type">Only letters of events with this type; all if null, as for the three below.</param>
/// <param name="Code">Knative's error code of the last death.</param>
/// <param name="Since">Only letters that died last at this moment or later.</param>
/// <param name="Until">Only letters that died last before this moment.</param>
/// <param name="To">The sink; <c>K_SINK</c> if null.</param>
/// <param name="IsList">Show letters in every state and send nothing.</param>
/// <param name="IsDryRun">Show what would be sent and send nothing.</param>
/// <param name="IsJson">One JSON object a line instead of text.</param>
/// <param name="Again">Send letters too that were sent back and have not died since.</param>
/// <param name="Force">Send letters too that have died after <see cref="MaxReplays"/> replays.</param>
/// <param name="MaxReplays">How often an event is sent back before <see cref="Force"/> is asked for. Default 3.</param>
/// <param name="Parallel">
/// Letters on their way at once, 1 to 64: the default Broker answers only when they were handled. Default 4.
/// </param>
public sealed record ReplayOptions(
    string? Type, string? Source, string? Id, string? Code, DateTimeOffset? Since, DateTimeOffset? Until, string? To,
    bool IsList, bool IsDryRun, bool IsJson, bool Again, bool Force, int MaxReplays, int Parallel)
{
    /// <summary>Whether a letter is one of those asked for.</summary>
    public bool Asks(KeptLetter kept) => kept.Letter is not { } letter
        ? this is { Type: null, Source: null, Id: null, Code: null, Since: null, Until: null }
        : Is(Type, letter.Type) && Is(Source, letter.Source) && Is(Id, letter.Id) && Is(Code, letter.Code)
            && !(letter.ReceivedAt < Since) && !(letter.ReceivedAt >= Until);

    private static bool Is(string? wanted, string? held) => wanted is null || wanted == held;
}
