using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Longshore.Core;
using Longshore.IntegrationTests.Telemetry;
using Longshore.Model.Telemetry;
using Longshore.Settings;
using Longshore.Store;

namespace Longshore.IntegrationTests.Monitoring;

/// <summary>Every instrument of the app, as its code declares it.</summary>
internal static class Instruments
{
    private static readonly Lazy<IReadOnlyList<Instrument>> Found = new(Find);

    public static IReadOnlyList<Instrument> All => Found.Value;

    /// <summary>The names that a query may use for them, each with its labels.</summary>
    public static Dictionary<string, IReadOnlyList<string>> InPrometheus()
    {
        var attributes =
            DocumentedMetric.All.ToDictionary(metric => metric.Name, metric => metric.Attributes, StringComparer.Ordinal);
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var instrument in All)
        {
            string[] labels =
                [.. attributes.GetValueOrDefault(instrument.Name, []).Select(PrometheusNames.Label), "job", "instance"];
            var name = PrometheusNames.Of(instrument.Name, instrument.Unit!, isCounter: Is(instrument, typeof(Counter<>)));
            if (!Is(instrument, typeof(Histogram<>)))
                names[name] = labels;
            else
                (names[$"{name}_bucket"], names[$"{name}_sum"], names[$"{name}_count"]) = ([.. labels, "le"], labels, labels);
        }

        return names;
    }

    private static bool Is(Instrument instrument, Type kind) => instrument.GetType().GetGenericTypeDefinition() == kind;

    private static List<Instrument> Find()
    {
        foreach (var type in (Type[])[typeof(Metrics), typeof(StoreMetrics), typeof(FunctionMetrics)])
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Meter)
                found.Add(instrument);
        };
        listener.Start();
        return found;
    }
}
