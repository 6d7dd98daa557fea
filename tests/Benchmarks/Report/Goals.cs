using System.Globalization;

namespace Longshore.Benchmarks.Report;

/// <summary>Something that a workload is to reach.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Text">Of what.</param>
/// <param name="Limit">The most that it may be.</param>
/// <param name="Unit">Empty for a ratio.</param>
/// <param name="Of">What was measured; null if it was not.</param>
internal sealed record Goal(string Workload, string Text, double Limit, string Unit, Func<Measured, double?> Of)
{
    private const string Us = "longshore";
    private const string Rclone = "rclone";
    private const string Copies = "rclone-";
    private const string Pipes = "tar-";

    public static readonly Goal[] All =
    [
        new("W1", "wall time against rclone", 0.26, "", static run => Against(run, Rclone, Wall)),
        new("W1", "CPU against rclone", 0.26, "", static run => Against(run, Rclone, Cpu)),
        new("W1-20ms", "wall time against rclone", 0.5, "", static run => Against(run, Rclone, Wall)),
        new("W2", "wall time against rclone", 0.5, "", static run => Against(run, Rclone, Wall)),
        new("W2", "CPU against rclone", 0.5, "", static run => Against(run, Rclone, Cpu)),
        new("W2", "memory", 64, "MB", static run => Megabytes(run, Us)),
        new("W3", "wall time against rclone", 0.26, "", static run => Against(run, Rclone, Wall)),
        new("W3", "CPU against rclone", 0.26, "", static run => Against(run, Rclone, Cpu)),
        new("W3", "memory", 64, "MB", static run => Megabytes(run, Us)),
        new("W4", "wall time against rclone", 0.5, "", static run => Against(run, Rclone, Wall)),
        new("W4", "CPU against rclone", 0.5, "", static run => Against(run, Rclone, Cpu)),
        new("W4", "memory", 64, "MB", static run => Megabytes(run, Us)),
        new("W5", "wall time against the best peer", 1, "", static run => Against(run, Best(run), Wall)),
        new("W6", "wall time against the best peer", 1, "", static run => Against(run, Best(run), Wall)),
        new("W1b", "requests that write, the probe among them", 25, "", static run => Requests(run, "Put", "Multipart", "Part")),
        new("W1b", "wall time against the best rclone", 0.2, "", static run => Against(run, BestOf(run, Copies), Wall)),
        new("W1b", "CPU against the best rclone", 0.2, "", static run => Against(run, BestOf(run, Copies), Cpu)),
        new("W1b", "wall time against the best tar in a pipe", 1, "", static run => Against(run, BestOf(run, Pipes), Wall)),
        new("W1b-20ms", "wall time against the best rclone", 0.2, "", static run => Against(run, BestOf(run, Copies), Wall)),
        new("W3b", "wall time against the best rclone", 0.15, "", static run => Against(run, BestOf(run, Copies), Wall)),
        new("W3b", "CPU against the best rclone", 0.15, "", static run => Against(run, BestOf(run, Copies), Cpu)),
        new("W3b", "memory", 64, "MB", static run => Megabytes(run, Us)),
        new("cleanup-b", "requests", 25, "", static run => Requests(run, "")),
        new("cleanup-b", "CPU against sha256sum", 2, "", static run => Ratio(run, Us, "sha256sum", Cpu)),
        new("start", "process start to the first answer", 50, "ms",
            static run => Find(run, "first answer")?.Samples.Select(Wall).Median() * 1000),
        new("start", "idle memory", 30, "MB", static run => Megabytes(run, "first answer")),
        new("scan", "memory", 128, "MB", static run => Megabytes(run, Us)),
        new("flow", "ping to last deletion against the upload alone", 2, "",
            static run => Find(run, "ping to last deletion") is { } flow && Find(run, "upload alone") is { } upload
                ? Statistics.Ratio(flow, upload, Wall) : null),
        new("telemetry-W1", "wall time with nothing exported against before", 1.05, "",
            static run => Ratio(run, Us, "before", Wall)),
        new("telemetry-W1", "wall time exporting against before", 1.1, "", static run => Ratio(run, "exporting", "before", Wall)),
        new("telemetry-start", "time with nothing exported against before", 1.05, "",
            static run => Ratio(run, Us, "before", Wall)),
        new("telemetry-start", "time exporting against before", 1.1, "", static run => Ratio(run, "exporting", "before", Wall)),
        new("before-W1", "wall time against before", 1.03, "", static run => Ratio(run, Us, "before", Wall)),
        new("before-W2", "wall time against before", 1.03, "", static run => Ratio(run, Us, "before", Wall)),
        new("before-start", "wall time against before", 1.03, "", static run => Ratio(run, Us, "before", Wall)),
        new("before-W3", "wall time against before", 1.03, "", static run => Ratio(run, Us, "before", Wall)),
        new("before-W4", "wall time against before", 1.03, "", static run => Ratio(run, Us, "before", Wall)),
        new("before-cleanup", "wall time against before", 1.05, "", static run => Ratio(run, Us, "before", Wall)),
    ];

    public static double Wall(Sample sample) => sample.Wall;

    public static double Cpu(Sample sample) => sample.Cpu;

    /// <summary>A row of the table of goals.</summary>
    public string Row(Results results)
    {
        var value = results.Workloads.TryGetValue(Workload, out var run) ? Of(run) : null;
        var verdict = value is null ? "not measured" : value <= Limit ? "yes" : "**no**";
        return $"| {Workload} | {Text} | at most {string.Create(CultureInfo.InvariantCulture, $"{Limit} {Unit}").TrimEnd()} | "
            + $"{Told(value)} | {verdict} |";
    }

    private string Told(double? value) => value is not { } number
        ? ""
        : Unit.Length == 0 ? number.ToString("F2", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{number:F0} {Unit}");

    private static double? Ratio(Measured run, string one, string other, Func<Sample, double> of) =>
        Find(run, one) is { } first && Find(run, other) is { } second ? Statistics.Ratio(first, second, of) : null;

    private static double? Against(Measured run, string? client, Func<Sample, double> of) =>
        Find(run, Us) is { } ours && client is not null && Find(run, client) is { } theirs
            ? Statistics.Ratio(ours, theirs, of) : null;

    private static string? Best(Measured run) => BestOf(run, "");

    /// <param name="kind">What the client's name begins with.</param>
    private static string? BestOf(Measured run, string kind) =>
        run.Series.Where(series => series.Client != Us && series.Client.StartsWith(kind, StringComparison.Ordinal))
            .MinBy(static series => series.Samples.Select(Wall).Median())?.Client;

    /// <summary>Requests of the last round whose names hold one of these words.</summary>
    private static double? Requests(Measured run, params string[] words) => Find(run, Us)?.Samples[^1].Requests
        .Where(pair => words.Any(word => pair.Key.Contains(word, StringComparison.OrdinalIgnoreCase)))
        .Sum(static pair => pair.Value);

    private static double? Megabytes(Measured run, string client) =>
        Find(run, client)?.Samples.Max(static sample => sample.Peak) / 1e6;

    private static Series? Find(Measured run, string client) => run.Series.Find(series => series.Client == client);
}
