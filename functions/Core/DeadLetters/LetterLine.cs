namespace Longshore.Core.DeadLetters;

/// <summary>A letter in <c>--json</c>: one object a line; null members are left out.</summary>
/// <param name="State">
/// <c>waiting</c>, <c>replayed</c> (sent back, not died since), <c>exhausted</c> (over <c>--max-replays</c>) or
/// <c>unreadable</c>.
/// </param>
/// <param name="Outcome">What this run did with it; absent in a list.</param>
/// <param name="Replays">How often the last death was sent back.</param>
public sealed record LetterLine(
    string Key, string State, ReplayOutcome? Outcome, string? Detail, DateTimeOffset? ReceivedAt, string? Type,
    string? Source, string? Id, string? Code, string? Destination, string? Reason, int Deaths, int Replays)
{
    /// <summary>How often an event is sent back before somebody has to ask for more.</summary>
    public const int MostReplays = 3;

    public static LetterLine Of(KeptLetter letter, int mostReplays = MostReplays) => new(
        Key: letter.Key,
        State: letter switch
        {
            { Letter: null } => "unreadable",
            { IsReplayed: true } => "replayed",
            _ when letter.Death >= mostReplays => "exhausted",
            _ => "waiting",
        },
        Outcome: null,
        Detail: letter.Problem,
        ReceivedAt: letter.Letter?.ReceivedAt,
        Type: letter.Letter?.Type,
        Source: letter.Letter?.Source,
        Id: letter.Letter?.Id,
        Code: letter.Letter?.Code,
        Destination: letter.Letter?.Destination,
        Reason: letter.Letter?.Reason,
        Deaths: letter.Death + 1,
        Replays: letter.Chain.ReplaysOf(letter.Death));
}

/// <summary>The outcome of a letter in this run. Zero is <em>not sent</em>.</summary>
public enum ReplayOutcome
{
    /// <summary>The sink did not take it, or the answer is not known. It waits as before.</summary>
    Failed = 0,

    /// <summary>It cannot be read, or has died too often.</summary>
    Refused,

    /// <summary>It was sent back by an earlier run.</summary>
    Skipped,

    /// <summary>It would have been sent.</summary>
    WouldSend,

    /// <summary>The sink took it. The default Broker has then delivered it; another may still have to.</summary>
    Sent,

    /// <summary>The sink took it, and it was among the dead letters again when its replay was noted.</summary>
    DiedAgain,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LetterLine))]
public sealed partial class LetterLineJson : JsonSerializerContext;
