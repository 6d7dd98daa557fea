using System.Globalization;
using System.Text.Json;

namespace Longshore.Sandbox.Knative;

/// <summary>Everything that flowed through a broker, in order. Safe for use by many threads.</summary>
internal sealed class EventLog(TimeProvider time, string? file) : IDisposable
{
    private static readonly JsonWriterOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly List<FlowedEvent> _steps = [];
    private readonly FileStream? _output = file is null
        ? null : new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);

    /// <summary>Called for each step, in order, one at a time. A handler must be quick and must not call the log.</summary>
    public event Action<FlowedEvent>? Flowed;

    public IReadOnlyList<FlowedEvent> Snapshot()
    {
        lock (_gate)
            return [.. _steps];
    }

    public void Add(
        FlowStep step, WireEvent about, int hops, string? trigger = null, string? subscriber = null, int? status = null,
        int attempts = 0, TimeSpan took = default)
    {
        lock (_gate)
        {
            var flowed = new FlowedEvent(RunOrder.Next(), time.GetUtcNow(), step, about, hops, trigger, subscriber, status,
                attempts, took);
            _steps.Add(flowed);
            Write(flowed);
            Flowed?.Invoke(flowed);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _output?.Dispose();
    }

    private void Write(FlowedEvent flowed)
    {
        if (_output is not { CanWrite: true })
            return;
        using (var json = new Utf8JsonWriter(_output, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("time",
                flowed.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("step", JsonNamingPolicy.CamelCase.ConvertName(flowed.Step.ToString()));
            foreach (var (name, value) in flowed.Event.Attributes)
            {
                if (name is not ("specversion" or "datacontenttype" or "time"))
                    json.WriteString(name, value);
            }

            json.WriteNumber("hops", flowed.Hops);
            if (flowed.Trigger is not null)
                json.WriteString("trigger", flowed.Trigger);
            if (flowed.Subscriber is not null)
                json.WriteString("subscriber", flowed.Subscriber);
            if (flowed.Status is { } status)
                json.WriteNumber("status", status);
            if (flowed.Attempts > 0)
                json.WriteNumber("attempts", flowed.Attempts);
            if (flowed.Took > TimeSpan.Zero)
                json.WriteNumber("milliseconds", (long)flowed.Took.TotalMilliseconds);
            json.WriteString("summary", DataSummary.Of(flowed.Event));
            json.WriteEndObject();
        }

        _output.WriteByte((byte)'\n');
        _output.Flush();
    }
}
