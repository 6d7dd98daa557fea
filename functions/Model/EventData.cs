using System.Text;
using System.Text.Json.Serialization.Metadata;
using CloudNative.CloudEvents.Core;

namespace Longshore.Model;

public static class EventData
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    /// <summary>
    /// Reads the data as JSON. No data reads as <c>{}</c>, so that a type with only optional members needs none.
    /// </summary>
    /// <exception cref="RejectedException">The data is not JSON, or not of this type; the message names the place.</exception>
    public static T Read<T>(CloudEvent e, JsonTypeInfo<T> json)
    {
        var element = ElementOf(e);
        if (Wrong(element) is var (what, path))
            throw new RejectedException(
                $"The data holds {what} at ${path}; a name counts once, whatever its letter case, and a list has no gaps.");
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.Properties)
            {
                if (member.IsRequired && !element.TryGetProperty(member.Name, out _))
                    throw new RejectedException($"The data of a {e.Type} event lacks '{member.Name}'.");
            }
        }

        try
        {
            return JsonSerializer.Deserialize(element, json)
                ?? throw new RejectedException($"The data of a {e.Type} event is null.");
        }
        catch (JsonException wrong)
        {
            throw new RejectedException(
                $"The data of a {e.Type} event lacks a member, has an unknown one, or holds a wrong value at "
                    + $"{wrong.Path ?? "$"}.", wrong);
        }
    }

    /// <summary>The data as it was sent, byte for byte if it was sent in binary mode; empty if there is none.</summary>
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
            throw new RejectedException($"The datacontenttype is {type}; a {e.Type} event takes application/json.");
        try
        {
            using var document = JsonDocument.Parse(Bytes(e), Strict);
            return document.RootElement.Clone();
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a member's name holds half a surrogate pair.
            throw new RejectedException($"The data of a {e.Type} event is not JSON: {wrong.Message}", wrong);
        }
    }

    private static bool IsJson(string contentType)
    {
        var media = MimeUtilities.CreateContentTypeOrNull(contentType)?.MediaType ?? "";
        return media.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
            || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Finds a null in a list, and a member that is there twice in different letter cases, of which the serializer would use one
    /// in silence. No contract allows either; the serializer refuses neither.
    /// </summary>
    /// <returns>What is wrong, and the path to it from <paramref name="element"/>.</returns>
    private static (string What, string Path)? Wrong(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (Twice(element) is { } name)
                return ($"'{name}' twice", "");
            foreach (var member in element.EnumerateObject())
            {
                if (Wrong(member.Value) is var (what, path))
                    return (what, $".{member.Name}{path}");
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Null)
                    return ("null", $"[{index}]");
                if (Wrong(item) is var (what, path))
                    return (what, $"[{index}]{path}");
                index++;
            }
        }

        return null;
    }

    private static string? Twice(JsonElement element)
    {
        var names = new HashSet<string>(element.GetPropertyCount(), StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Add(member.Name))
                return member.Name;
        }

        return null;
    }
}
