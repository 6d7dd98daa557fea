using System.Text.Json;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// Reads a CloudEvent from HTTP headers and body, in binary or structured mode. Written apart from the product's own
/// binding, so that each checks the other. Source: CloudEvents HTTP binding 1.0.2 and JSON format 1.0.2.
/// </summary>
internal static class WireEventReader
{
    private const string StructuredPrefix = "application/cloudevents";

    /// <summary>Reads the event that the message claims to be.</summary>
    /// <param name="headers">Header names in any letter case; a repeated header's values are joined already.</param>
    /// <param name="body">The whole body.</param>
    /// <returns>Null if nothing says that this is a CloudEvent: no such content type, no <c>ce-specversion</c>.</returns>
    /// <exception cref="WireEventException">The message claims to be a CloudEvent and is malformed.</exception>
    public static WireEvent? Read(IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        var byName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
            byName[name] = value;
        var contentType = byName.GetValueOrDefault("content-type");
        if (contentType?.StartsWith(StructuredPrefix, StringComparison.OrdinalIgnoreCase) is true)
            return Checked(ReadStructured(contentType, body));
        return byName.ContainsKey("ce-specversion") ? Checked(ReadBinary(byName, contentType, body)) : null;
    }

    private static WireEvent ReadBinary(Dictionary<string, string> headers, string? contentType, ReadOnlyMemory<byte> body)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            if (name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase))
                attributes[NormalName(name[3..])] = HeaderText.Decode(value);
        }

        if (contentType is not null)
            attributes["datacontenttype"] = contentType;
        return new WireEvent(attributes, body);
    }

    private static WireEvent ReadStructured(string contentType, ReadOnlyMemory<byte> body)
    {
        var mediaType = contentType.Split(';')[0].Trim();
        if (!mediaType.Equals("application/cloudevents+json", StringComparison.OrdinalIgnoreCase))
            throw new WireEventException($"The content type {mediaType} is not supported; only application/cloudevents+json is.");
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new WireEventException("A structured CloudEvent must be a JSON object.");
            return FromJson(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new WireEventException($"The structured CloudEvent is not valid JSON: {e.Message}", e);
        }
    }

    private static WireEvent FromJson(JsonElement root)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadOnlyMemory<byte> data = default;
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "data":
                    data = DataOf(member.Value, root);
                    break;
                case "data_base64":
                    data = member.Value.GetBytesFromBase64();
                    break;
                default:
                    if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                        throw new WireEventException($"The attribute {member.Name} must be a string, a number or a boolean.");
                    if (member.Value.ValueKind is not JsonValueKind.Null)
                        attributes[NormalName(member.Name)] = TextOf(member.Value);
                    break;
            }
        }

        if (!data.IsEmpty && root.TryGetProperty("data", out _))
            attributes.TryAdd("datacontenttype", "application/json");
        return new WireEvent(attributes, data);
    }

    private static byte[] DataOf(JsonElement data, JsonElement root)
    {
        var type = root.TryGetProperty("datacontenttype", out var declared) ? declared.GetString() : null;
        var isJson = type is null || type.Contains("json", StringComparison.OrdinalIgnoreCase);
        return System.Text.Encoding.UTF8.GetBytes(isJson || data.ValueKind != JsonValueKind.String
            ? data.GetRawText()
            : data.GetString()!);
    }

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string NormalName(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.Length > 0 && lower.All(char.IsAsciiLetterOrDigit)
            ? lower
            : throw new WireEventException($"The attribute name \"{name}\" may hold letters and digits only.");
    }

    private static WireEvent Checked(WireEvent read)
    {
        foreach (var name in (ReadOnlySpan<string>)["specversion", "id", "source", "type"])
        {
            if (string.IsNullOrEmpty(read.Attributes.GetValueOrDefault(name)))
                throw new WireEventException($"The required attribute {name} is missing or empty.");
        }

        return read.Attributes["specversion"] == "1.0"
            ? read
            : throw new WireEventException($"The specversion is {read.Attributes["specversion"]}; only 1.0 is supported.");
    }
}
