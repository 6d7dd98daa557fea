using System.Text.Json;
using System.Text.Json.Serialization;

namespace Longshore.DeadLetters;

/// <summary>An event that nobody could handle, kept as <c>deadletters/{yyyy}/{MM}/{dd}/{hash}.json</c>, ready to be sent again.</summary>
internal sealed record DeadLetter
{
    public const string CurrentSchema = "longshore.deadletter/1";

    public required string Schema { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP status that the last attempt was answered with, as Knative says it.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The address that would not take it.</summary>
    public string? ErrorDestination { get; init; }

    /// <summary>What that address answered.</summary>
    public string? ErrorData { get; init; }

    /// <summary>Headers of the delivery but the CloudEvent's own; credentials are left out.</summary>
    public required SortedDictionary<string, string> Headers { get; init; }

    /// <summary>The event in the JSON event format, without Knative's error attributes.</summary>
    public required JsonElement Event { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
