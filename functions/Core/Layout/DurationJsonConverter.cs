using System.Xml;

namespace Longshore.Core.Layout;

/// <summary>Writes a duration as ISO 8601 (<c>PT2M</c>) and reads the same.</summary>
public sealed class DurationJsonConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Iso8601.TryDuration(reader.GetString(), out var span)
            ? span
            : throw new JsonException("A duration must be an ISO 8601 string such as PT2M.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));
}
