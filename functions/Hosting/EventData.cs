using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Core;
using Longshore.Events;

namespace Longshore.Hosting;

/// <summary>The typed data of an event.</summary>
internal static class EventData
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    /// <summary>
    /// Reads the data as JSON; an event without data reads as <c>{}</c>, so that a type whose members are all optional needs none.
    /// </summary>
    /// <exception cref="BadEventException">The data is no JSON, or not of this type; the message says where.</exception>
    public static T Read<T>(CloudEvent e, JsonTypeInfo<T> json)
    {
        var element = ElementOf(e);
        Refuse(element, "$");
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.Properties)
            {
                if (member.IsRequired && !element.TryGetProperty(member.Name, out _))
                    throw new BadEventException($"The data of a {e.Type} event lacks '{member.Name}'.");
            }
        }

        try
        {
            return JsonSerializer.Deserialize(element, json)
                ?? throw new BadEventException($"The data of a {e.Type} event is null.");
        }
        catch (JsonException wrong)
        {
            throw new BadEventException(
                $"The data of a {e.Type} event lacks a member, has an unknown one, or holds a wrong value at {wrong.Path ?? "$"}.", wrong);
        }
    }

    /// <summary>The data as it came over the wire, byte for byte where it came in binary mode; empty if there is none.</summary>
    public static ReadOnlyMemory<byte> Bytes(CloudEvent e) => e.Data switch
    {
        null => default,
        byte[] bytes => bytes,
        JsonElement element => Encoding.UTF8.GetBytes(element.GetRawText()),
        string text => Encoding.UTF8.GetBytes(text),
        var other => throw new InvalidOperationException($"Data of type {other.GetType()} did not come over the wire."),
    };

    private static JsonElement ElementOf(CloudEvent e)
    {
        if (e.Data is JsonElement element)
            return element;
        if (e.Data is null)
            return Nothing;
        if (e.DataContentType is { } type && !IsJson(type))
            throw new BadEventException($"The datacontenttype is {type}; a {e.Type} event takes application/json.");
        try
        {
            using var document = JsonDocument.Parse(Bytes(e), Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException wrong)
        {
            throw new BadEventException($"The data of a {e.Type} event is not JSON: {wrong.Message}", wrong);
        }
    }

    private static bool IsJson(string contentType)
    {
        var media = MimeUtilities.CreateContentTypeOrNull(contentType)?.MediaType ?? "";
        return media.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
            || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// No contract has a list with gaps, or a member twice in two letter cases, of which one would be taken in silence; the serializer
    /// refuses neither.
    /// </summary>
    private static void Refuse(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var member in element.EnumerateObject())
            {
                if (!names.Add(member.Name))
                    throw new BadEventException($"The data holds '{member.Name}' twice at {path}; letter case makes no difference.");
                if (member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                    Refuse(member.Value, $"{path}.{member.Name}");
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in element.EnumerateArray().Index())
            {
                if (item.ValueKind == JsonValueKind.Null)
                    throw new BadEventException($"The data holds null at {path}[{index}].");
                if (item.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                    Refuse(item, $"{path}[{index}]");
            }
        }
    }
}
