using System.Text.Json.Serialization;
using CloudNative.CloudEvents.SystemTextJson;

namespace Longshore.Model.Events;

/// <summary>CloudEvents as JSON, without reflection: data is a <see cref="JsonElement"/>, text or bytes.</summary>
public static class EventFormat
{
    /// <summary>Reads and writes envelopes; refuses members given twice. Safe for parallel use.</summary>
    public static JsonEventFormatter Json { get; } = new(
        new JsonSerializerOptions { TypeInfoResolver = EventDataJson.Default },
        new JsonDocumentOptions { AllowDuplicateProperties = false });

    /// <summary>Bytes of the event in structured mode: what the 64 KiB limit of design and CloudEvents counts.</summary>
    public static int SizeOf(CloudEvent e) => Json.EncodeStructuredModeMessage(e, out _).Length;
}

/// <summary>The forms in which an event carries its data.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
internal sealed partial class EventDataJson : JsonSerializerContext;
