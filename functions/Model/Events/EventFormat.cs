using System.Text.Json.Serialization;
using CloudNative.CloudEvents.SystemTextJson;

namespace Longshore.Model.Events;

/// <summary>CloudEvents as JSON, without reflection: data is a <see cref="JsonElement"/>, text or bytes.</summary>
public static class EventFormat
{
    /// <summary>Reads and writes envelopes; refuses a member that is there twice. Safe for parallel use.</summary>
    public static JsonEventFormatter Json { get; } = new(
        new JsonSerializerOptions { TypeInfoResolver = EventDataJson.Default },
        new JsonDocumentOptions { AllowDuplicateProperties = false });
}

/// <summary>The forms in which an event carries its data.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
internal sealed partial class EventDataJson : JsonSerializerContext;
