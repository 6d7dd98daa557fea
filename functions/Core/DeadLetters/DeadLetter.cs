namespace Longshore.Core.DeadLetters;

/// <summary>An event that could not be handled, kept under <see cref="DeadLetterName"/>, ready to be sent again.</summary>
public sealed record DeadLetter
{
    public const string CurrentSchema = "longshore.deadletter/1";

    public required string Schema { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often it has died, this time included.</summary>
    public required int Deaths { get; init; }

    /// <summary>The HTTP status of the last attempt's answer, as Knative gives it.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The address that did not take it.</summary>
    public string? ErrorDestination { get; init; }

    /// <summary>That address's answer, as Knative gives it: Base64, cut at 1,024 characters.</summary>
    public string? ErrorData { get; init; }

    /// <summary>The same in words; see <see cref="DeathReason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Headers of the delivery that hold no credentials.</summary>
    public required SortedDictionary<string, string> Headers { get; init; }

    /// <summary>The event in the JSON event format, without the attributes that Knative and replay added.</summary>
    public required JsonElement Event { get; init; }

    /// <summary>Its earlier deaths, the first one first.</summary>
    public Death[] History { get; init; } = [];
}

/// <summary>An earlier death.</summary>
/// <param name="Key">Of its letter.</param>
/// <param name="ReceivedAt">Null, like the parameters after it, if the letter is gone or cannot be read.</param>
public sealed record Death(string Key, DateTimeOffset? ReceivedAt, string? ErrorCode, string? ErrorDestination, string? Reason);

/// <summary>Says that a letter was sent back; kept beside it.</summary>
public sealed record ReplayMark
{
    public const string CurrentSchema = "longshore.replay/1";

    public required string Schema { get; init; }
    public required DateTimeOffset ReplayedAt { get; init; }

    /// <summary>Key of the letter.</summary>
    public required string Letter { get; init; }

    /// <summary>The sink that took it.</summary>
    public required string To { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(ReplayMark))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(string))]
public sealed partial class DeadLetterJson : JsonSerializerContext;
