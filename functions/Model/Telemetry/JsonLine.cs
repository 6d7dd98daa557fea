using System.Text.Encodings.Web;

namespace Longshore.Model.Telemetry;

/// <summary>One log record as a line of JSON. If fields have the same name, only the first is written.</summary>
internal sealed class JsonLine : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The line's own names, and the connection id, which the server adds to every record and which says nothing of an event.
    private readonly HashSet<string> _written = ["time", "level", "message", "category", "error", "connectionId"];
    private readonly MemoryStream _bytes = new(512);
    private readonly Utf8JsonWriter _json;

    public JsonLine(DateTimeOffset time, LogLevel level, string category, string message)
    {
        _json = new(_bytes, Options);
        _json.WriteStartObject();
        _json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        _json.WriteString("level", level == LogLevel.Information ? "info" : level.ToString().ToLowerInvariant());
        _json.WriteString("message", message);
        _json.WriteString("category", category);
    }

    /// <summary>Adds the fields that have a value; their names are written in camel case.</summary>
    public void Add(IEnumerable<KeyValuePair<string, object?>> fields)
    {
        foreach (var (key, value) in fields)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(key);
            if (value is null || key == "{OriginalFormat}" || !_written.Add(name))
                continue;
            _json.WritePropertyName(name);
            Write(value);
        }
    }

    /// <summary>Ends the line with the error, if there is one.</summary>
    public ReadOnlyMemory<byte> End(Exception? error)
    {
        if (error is not null)
            _json.WriteString("error", error.ToString());
        _json.WriteEndObject();
        _json.Flush();
        _bytes.WriteByte((byte)'\n');
        return _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);
    }

    public void Dispose()
    {
        _json.Dispose();
        _bytes.Dispose();
    }

    private void Write(object value)
    {
        switch (value)
        {
            case bool yes: _json.WriteBooleanValue(yes); break;
            case int number: _json.WriteNumberValue(number); break;
            case long number: _json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): _json.WriteNumberValue(Math.Round(number, 3)); break;
            default: _json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
