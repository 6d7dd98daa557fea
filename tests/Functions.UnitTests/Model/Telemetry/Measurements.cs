using System.Diagnostics.Metrics;
using System.Globalization;
using Longshore.Settings;

namespace Longshore.UnitTests.Model.Telemetry;

/// <summary>What this thread records while it lives; other tests record into the same instruments on theirs.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<string> _seen = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public Measurements()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Each as <c>name value attribute=value ...</c>, in the order of the recording.</summary>
    public IReadOnlyList<string> Seen => _seen;

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _seen.Add(string.Join(' ',
                [instrument.Name, value.ToString(CultureInfo.InvariantCulture),
                .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
    }
}
