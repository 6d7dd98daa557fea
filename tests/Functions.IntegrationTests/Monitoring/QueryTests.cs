using Longshore.Core.Capacity.Prices;
using Longshore.IntegrationTests.Telemetry;
using Longshore.Model.Telemetry;

namespace Longshore.IntegrationTests.Monitoring;

/// <summary>
/// The names in rules and dashboard are those of the app. That docs/telemetry.md lists exactly what a run exports is held by
/// <see cref="TelemetryTests"/>; here the code, the page, the rules and the dashboard are held against each other.
/// </summary>
public sealed class QueryTests
{
    /// <summary>
    /// What others export, with the labels used of it. Source: Knative, "Serving metrics" of 1.22; kube-state-metrics,
    /// docs/metrics; Prometheus, "Jobs and instances".
    /// </summary>
    private static readonly Dictionary<string, string[]> Others = new(StringComparer.Ordinal)
    {
        ["kn_revision_pods_count"] = ["k8s_namespace_name", "kn_service_name"],
        ["kn_revision_pods_desired"] = ["k8s_namespace_name", "kn_service_name"],
        ["kn_serving_invocation_duration_seconds_count"] = ["job", "http_response_status_code"],
        ["kn_serving_queue_depth"] = ["job"],
        ["kube_pod_container_status_restarts_total"] = ["namespace", "pod", "container"],
        ["kube_node_status_condition"] = ["node", "condition", "status"],
        ["up"] = ["namespace", "service"],
    };

    [Fact]
    public void Instruments_InTheCode_AreThoseDocumented() => Assert.Equal(
        DocumentedMetric.All.Select(metric => $"{metric.Name} {metric.Unit}").Order(StringComparer.Ordinal),
        Instruments.All.Select(instrument => $"{instrument.Name} {instrument.Unit}").Order(StringComparer.Ordinal));

    [Fact]
    public void Rules_Expressions_NameWhatExists() =>
        Assert.Empty(MonitoringFolder.AllRules.SelectMany(
            rule => Problems($"{rule["alert"] ?? rule["record"]}", rule["expr"]!.GetValue<string>())));

    [Fact]
    public void Dashboard_Queries_NameWhatExists()
    {
        Assert.NotEmpty(MonitoringFolder.Queries);
        Assert.Empty(MonitoringFolder.Queries.SelectMany(query => Problems(query.Panel, query.Query)));
    }

    /// <summary>Each is looked at by somebody.</summary>
    [Fact]
    public void Dashboard_Queries_ShowEveryInstrument()
    {
        var shown = MonitoringFolder.Queries.SelectMany(query => PromQuery.Parse(query.Query).Metrics).ToHashSet();

        Assert.Empty(Instruments.All.Where(
            instrument => !shown.Any(name => name.StartsWith(PrometheusNames.Label(instrument.Name), StringComparison.Ordinal)))
            .Select(instrument => instrument.Name));
    }

    [Fact]
    public void Dashboard_Prices_AreThoseOfTheDatedFile()
    {
        var standard = PriceFile.Default().Classes.Single(each => each.Name == "STANDARD");
        var variables = MonitoringFolder.Dashboard["templating"]!["list"]!.AsArray()
            .ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => variable!["query"]!.GetValue<string>());

        Assert.Equal($"{standard.PutPer1000}", variables["put_price"]);
        Assert.Equal($"{standard.StoragePerGiBMonth[0].Price}", variables["storage_price"]);
    }

    [Theory]
    [InlineData("longshore_file_total")]
    [InlineData("sum by (longshore_reson) (longshore_files_total)")]
    [InlineData("longshore_files_total{outcome=\"failed\"}")]
    [InlineData("longshore_files_bucket")]
    [InlineData("longshore:files:counted2h")]
    public void Problems_OfAWrongName_AreFound(string query) => Assert.NotEmpty(Problems("test", query));

    private static IEnumerable<string> Problems(string where, string text)
    {
        var known = Instruments.InPrometheus().Select(pair => (pair.Key, Labels: pair.Value.AsEnumerable()))
            .Concat(Others.Select(pair => (pair.Key, Labels: pair.Value.AsEnumerable())))
            .Concat(Recorded().Select(pair => (pair.Key, Labels: pair.Value.AsEnumerable())))
            .ToDictionary(pair => pair.Key, pair => pair.Labels.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var query = PromQuery.Parse(text);
        foreach (var metric in query.Metrics.Where(metric => !known.ContainsKey(metric)))
            yield return $"{where}: no metric is called {metric}";
        var labels = query.Metrics.SelectMany(metric => known.GetValueOrDefault(metric, [])).ToHashSet(StringComparer.Ordinal);
        foreach (var label in query.Labels.Where(label => !labels.Contains(label)))
            yield return $"{where}: {string.Join(", ", query.Metrics)} has no label {label}";
    }

    private static Dictionary<string, IReadOnlySet<string>> Recorded() => MonitoringFolder.AllRules
        .Where(static rule => rule.ContainsKey("record"))
        .ToDictionary(static rule => rule["record"]!.GetValue<string>(),
            static rule => PromQuery.Parse(rule["expr"]!.GetValue<string>()).Labels, StringComparer.Ordinal);
}
