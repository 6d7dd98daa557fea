namespace Longshore.Core.DeadLetters;

/// <summary>A letter in <c>--json</c>: one object a line; null members are left out.</summary>
public sealed record LetterLine
{
    public required string Key { get; init; }

    /// <summary>
    /// <c>waiting</c>, <c>replayed</c> (sent back, not died since), <c>exhausted</c> (over <c>--max-replays</c>) or
    /// <c>unreadable</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>What this run did with it; absent in a list.</summary>
    public ReplayOutcome? Outcome { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public string? Type { get; init; }

    public string? Source { get; init; }

    public string? Id { get; init; }

    public string? Code { get; init; }

    public string? Destination { get; init; }

    public string? Reason { get; init; }

    public required int Deaths { get; init; }

    /// <summary>How often the last death was sent back.</summary>
    public required int Replays { get; init; }

    /// <summary>How often an event is sent back before somebody has to ask for more.</summary>
    public const int MostReplays = 3;

    public static LetterLine Of(KeptLetter letter, int mostReplays = MostReplays) => new()
    {
        Key = letter.Key,
        State = letter switch
        {
            { Letter: null } => "unreadable",
            { IsReplayed: true } => "replayed",
            _ when letter.Death >= mostReplays => "exhausted",
            _ => "waiting",
        },
        Detail = letter.Problem,
        ReceivedAt = letter.Letter?.ReceivedAt,
        Type = letter.Letter?.Type,
        Source = letter.Letter?.Source,
        Id = letter.Letter?.Id,
        Code = letter.Letter?.Code,
        Destination = letter.Letter?.Destination,
        Reason = letter.Letter?.Reason,
        Deaths = letter.Death + 1,
        Replays = letter.Chain.ReplaysOf(letter.Death),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LetterLine))]
public sealed partial class LetterLineJson : JsonSerializerContext;
