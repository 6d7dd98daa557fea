using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Longshore.Core;
using Longshore.IntegrationTests.Manifests;
using Longshore.Model.Telemetry;

namespace Longshore.IntegrationTests.Monitoring;

/// <summary>The alerts as Prometheus evaluates them.</summary>
public sealed partial class RuleTests : IDisposable
{
    private const string Cases = "alerts.test.yaml";

    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-rules-").FullName;

    private static string CaseFile =>
        Path.Combine(KnativeFolder.Root, "tests", "Functions.IntegrationTests", "Monitoring", Cases);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rules_Checked_AreWellFormed() => await ExpectAsync(MonitoringFolder.Rules, "check", "rules", "rules.json");

    [Fact]
    public async Task Rules_Tested_FireWhenTheyShould()
    {
        File.Copy(CaseFile, Path.Combine(_folder, Cases));
        await ExpectAsync(MonitoringFolder.Rules, "test", "rules", Cases);
    }

    /// <summary>The judge of rules judges the dashboard's queries as well.</summary>
    [Fact]
    public async Task Dashboard_Queries_AreWellFormed() => await ExpectAsync(new JsonObject
    {
        ["groups"] = new JsonArray(new JsonObject
        {
            ["name"] = "dashboard",
            ["rules"] =
                new JsonArray([.. MonitoringFolder.Queries.Select(
                (query, index) => new JsonObject { ["record"] = $"panel:{index}", ["expr"] = query.Query })]),
        }),
    }, "check", "rules", "rules.json");

    [Fact]
    public void Alerts_EachOfThem_IsTested()
    {
        var cases = File.ReadAllText(CaseFile);

        Assert.All(MonitoringFolder.AllRules.Select(rule => rule["alert"]?.GetValue<string>()).OfType<string>(),
            alert => Assert.Contains($"ALERTS{{alertname=\"{alert}\", alertstate=\"firing\"", cases, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PrometheusMetrics_Text_IsWhatPrometheusReads()
    {
        Assert.SkipUnless(Promtool.IsPresent, Promtool.WhyNot);
        using var metrics = new PrometheusMetrics();
        FunctionMetrics.Handled("sync", 200, TimeSpan.FromSeconds(3));
        Metrics.Count("sync", "failed", "a \"quoted\\\" \n reason", 2, 0);
        Metrics.Rates("quay/data", 1, 2, double.PositiveInfinity);
        Metrics.Volume("quay/data", 1, 2, 3);
        var text = metrics.Collect();

        var (exit, output) = await Promtool.RunAsync(_folder, ["check", "metrics"], text);

        Assert.True(exit == 0, $"{output}\n{text}");
        Assert.Contains(
            "longshore_files_total{longshore_function=\"sync\",longshore_outcome=\"failed\","
                + "longshore_reason=\"a \\\"quoted\\\\\\\" \\n reason\"} 2", text, StringComparison.Ordinal);
        Assert.Contains("longshore_volume_time_to_full_seconds{longshore_volume_name=\"quay/data\"} +Inf", text,
            StringComparison.Ordinal);
    }

    private async Task ExpectAsync(JsonObject rules, params string[] arguments)
    {
        Assert.SkipUnless(Promtool.IsPresent, Promtool.WhyNot);
        await File.WriteAllTextAsync(Path.Combine(_folder, "rules.json"), MonitoringFolder.Write(rules));

        var (exit, output) = await Promtool.RunAsync(_folder, arguments);

        Assert.True(exit == 0, output);
        Assert.Matches(Success(), output);
    }

    [GeneratedRegex("SUCCESS")]
    private static partial Regex Success();
}
