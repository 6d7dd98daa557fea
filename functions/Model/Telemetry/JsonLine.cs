using System.Text.Encodings.Web;

namespace Longshore.Model.Telemetry;

/// <summary>One log record as a line of JSON. If fields have the same name, only the first is written.</summary>
internal sealed class JsonLine : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The line's own names, and the connection id, which the server adds to every record and which says nothing of an event.
    private readonly HashSet<string> written = ["time", "level", "message", "category", "error", "connectionId"];
    private readonly MemoryStream bytes = new(512);
    private readonly Utf8JsonWriter json;

    public JsonLine(DateTimeOffset time, LogLevel level, string category, string message)
    {
        json = new(bytes, Options);
        json.WriteStartObject();
        json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("level", NameOf(level));
        json.WriteString("message", message);
        json.WriteString("category", category);
    }

    /// <summary>Adds the fields that have a value; their names are written in camel case.</summary>
    public void Add(IEnumerable<KeyValuePair<string, object?>> fields)
    {
        foreach (var (key, value) in fields)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(key);
            if (value is null || key == "{OriginalFormat}" || !written.Add(name))
                continue;
            json.WritePropertyName(name);
            Write(value);
        }
    }

    /// <summary>Ends the line with the error, if there is one.</summary>
    public ReadOnlyMemory<byte> End(Exception? error)
    {
        if (error is not null)
            json.WriteString("error", error.ToString());
        json.WriteEndObject();
        json.Flush();
        bytes.WriteByte((byte)'\n');
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    public void Dispose()
    {
        json.Dispose();
        bytes.Dispose();
    }

    private void Write(object value)
    {
        switch (value)
        {
            case bool yes: json.WriteBooleanValue(yes); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(Math.Round(number, 3)); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
