using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Longshore.Sandbox.Knative;

/// <summary>Writes a CloudEvent as an HTTP body with headers, in binary or structured mode.</summary>
internal static class WireEventWriter
{
    public static HttpContent Binary(WireEvent written)
    {
        var content = new ReadOnlyMemoryContent(written.Data);
        foreach (var (name, value) in written.Attributes)
        {
            if (name == "datacontenttype")
                content.Headers.TryAddWithoutValidation("Content-Type", value);
            else
                content.Headers.TryAddWithoutValidation("ce-" + name, HeaderText.Encode(value));
        }

        return content;
    }

    public static HttpContent Structured(WireEvent written)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in written.Attributes)
                json.WriteString(name, value);
            WriteData(json, written);
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json", "utf-8");
        return content;
    }

    private static void WriteData(Utf8JsonWriter json, WireEvent written)
    {
        if (written.Data.IsEmpty)
            return;
        var type = written.DataContentType;
        if (type is null || type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            json.WritePropertyName("data");
            json.WriteRawValue(written.Data.Span);
        }
        else if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            json.WriteString("data", Encoding.UTF8.GetString(written.Data.Span));
        }
        else
        {
            json.WriteBase64String("data_base64", written.Data.Span);
        }
    }
}
