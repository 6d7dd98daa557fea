using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Longshore.Core;

/// <summary>
/// The instruments of the work; <c>docs/telemetry.md</c> lists them. Units are UCUM's, names follow OpenTelemetry's conventions.
/// Without an exporter a record costs one check of a flag.
/// </summary>
public static class Metrics
{
    /// <summary>Stands for every unknown value, so that an attribute has a limited number of values.</summary>
    private const string Other = "other";

    private static readonly InstrumentAdvice<int> Few = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] };
    private static readonly InstrumentAdvice<double> Short =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };
    private static readonly InstrumentAdvice<double> Long =
        new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 180, 270, 600, 3600] };

    // Without a version, which would start every series again with each release. The resource has the version.
    private static readonly Meter Meter = new(TelemetryNames.Meter);

    private static readonly Counter<long> FileCount =
        Meter.CreateCounter<long>("longshore.files", "{file}", "Files by function, outcome and reason");
    private static readonly Counter<long> Io = Meter.CreateCounter<long>("longshore.file.io", "By", "Content of those files");
    private static readonly Histogram<double> Batches =
        Meter.CreateHistogram("longshore.batch.duration", "s", "Time one batch took", null, Long);
    private static readonly Histogram<double> Uploads = Meter.CreateHistogram("longshore.upload.duration", "s",
        "Time of one PUT of a file or of a part, with its retries", null, Short);

    private static readonly UpDownCounter<long> Active =
        Meter.CreateUpDownCounter<long>("longshore.upload.active", "{upload}", "Uploads in flight");
    private static readonly Histogram<int> Concurrency = Meter.CreateHistogram("longshore.upload.concurrency", "{upload}",
        "Uploads in flight as one began, itself included", null, Few);

    private static readonly Counter<long> Letters =
        Meter.CreateCounter<long>("longshore.dead_letters", "{event}", "Deaths of events that were kept");

    private static readonly Counter<long> ScanBatches =
        Meter.CreateCounter<long>("longshore.scan.batches", "{batch}", "Batches that scans have emitted");
    private static readonly Gauge<double> ScanCompleted = Meter.CreateGauge<double>("longshore.scan.last_completed", "s",
        "Unix time at which a scan last reached the end of the volume");

    private static readonly Gauge<long> VolumeUsage =
        Meter.CreateGauge<long>("longshore.volume.usage", "By", "Bytes of the volume by state");
    private static readonly Gauge<long> VolumeLimit =
        Meter.CreateGauge<long>("longshore.volume.limit", "By", "Size of the volume");
    private static readonly Gauge<long> BacklogFiles =
        Meter.CreateGauge<long>("longshore.backlog.files", "{file}", "Files on the volume that a scan found ready or deferred");
    private static readonly Gauge<long> BacklogSize =
        Meter.CreateGauge<long>("longshore.backlog.size", "By", "Content of those files");
    private static readonly Gauge<double> BacklogAge =
        Meter.CreateGauge<double>("longshore.backlog.age", "s", "How long the first of those files had waited at the scan");
    private static readonly Gauge<double> BacklogMeasured = Meter.CreateGauge<double>("longshore.backlog.last_measured", "s",
        "Unix time at which the scan began that found them");
    private static readonly Gauge<double> LastLeft = Meter.CreateGauge<double>("longshore.batch.last_left", "s",
        "Unix time at which sync last ended a batch and left files of it unshipped");
    private static readonly Gauge<double> WriteRate =
        Meter.CreateGauge<double>("longshore.volume.write_rate", "By/s", "Written since the last scan");
    private static readonly Gauge<double> UnloadRate =
        Meter.CreateGauge<double>("longshore.volume.unload_rate", "By/s", "Gone since the last scan");
    private static readonly Gauge<double> TimeToFull = Meter.CreateGauge<double>("longshore.volume.time_to_full", "s",
        "Time until the volume is full at that rate if nothing is shipped");

    private static int _inFlight;

    /// <summary>Whether an exporter reads the gauges of the volume. If not, their values need not be computed.</summary>
    public static bool WantsVolume => WriteRate.Enabled;

    /// <param name="reason">Why a file was deferred, failed or kept; otherwise null. The part after a colon is left out.</param>
    public static void Count(string function, string outcome, string? reason, long files, long bytes)
    {
        if (files == 0)
            return;
        var tags = new TagList { { TelemetryNames.Function, function }, { TelemetryNames.Outcome, outcome } };
        if (bytes > 0)
            Io.Add(bytes, tags);
        if (reason is not null)
            tags.Add(TelemetryNames.Reason, reason.Split(':')[0]);
        FileCount.Add(files, tags);
    }

    public static void Batch(string function, TimeSpan time) =>
        Batches.Record(time.TotalSeconds, new KeyValuePair<string, object?>(TelemetryNames.Function, function));

    /// <summary>Counts an upload as in flight until the result is disposed.</summary>
    /// <param name="kind"><c>whole</c> or <c>part</c>.</param>
    public static Upload Upload(string kind)
    {
        Active.Add(1);
        if (!Uploads.Enabled)
            return new Upload(kind, 0);
        Concurrency.Record(Interlocked.Increment(ref _inFlight));
        return new Upload(kind, Stopwatch.GetTimestamp());
    }

    public static void Uploaded(Upload upload)
    {
        Active.Add(-1);
        if (upload.Started == 0)
            return;
        Interlocked.Decrement(ref _inFlight);
        Uploads.Record(Stopwatch.GetElapsedTime(upload.Started).TotalSeconds,
            new KeyValuePair<string, object?>("longshore.upload.kind", upload.Kind));
    }

    /// <param name="type">The event's type; null if it is not Longshore's.</param>
    /// <param name="code">Knative's error code, an HTTP status; null without an answer.</param>
    public static void DeadLetter(string? type, string? code) => Letters.Add(1, new("cloudevents.event_type", type ?? Other),
        new KeyValuePair<string, object?>("error.type",
            code is null ? "none" : code.Length == 3 && code.All(char.IsAsciiDigit) ? code : Other));

    /// <param name="refused">Batches that the sink did not take.</param>
    public static void Scanned(int emitted, int refused)
    {
        ScanBatches.Add(emitted, new KeyValuePair<string, object?>(TelemetryNames.Outcome, "emitted"));
        ScanBatches.Add(refused, new KeyValuePair<string, object?>(TelemetryNames.Outcome, "refused"));
    }

    /// <param name="volume"><c>Volume:Name</c>, here and in the other gauges of a scan.</param>
    public static void ScanEnded(string volume, DateTimeOffset now) =>
        ScanCompleted.Record(Seconds(now), Name(volume));

    /// <summary>A batch has ended, and some of its files are deferred or failed.</summary>
    public static void Left(string volume, DateTimeOffset now) => LastLeft.Record(Seconds(now), Name(volume));

    public static void Volume(string volume, long? free, long used, long? limit)
    {
        VolumeUsage.Record(used, Name(volume), new("longshore.volume.state", "used"));
        if (free is { } bytes)
            VolumeUsage.Record(bytes, Name(volume), new("longshore.volume.state", "free"));
        if (limit is { } most)
            VolumeLimit.Record(most, Name(volume));
    }

    /// <param name="began">When the scan began that found the files of all states.</param>
    public static void BacklogMeasuredAt(string volume, DateTimeOffset began) =>
        BacklogMeasured.Record(Seconds(began), Name(volume));

    /// <param name="state"><c>ready</c> or <c>deferred</c>.</param>
    /// <param name="oldest">How long the first of them has waited; zero without any.</param>
    public static void Backlog(string volume, string state, long files, long bytes, TimeSpan oldest)
    {
        var tags = new TagList { Name(volume), new("longshore.backlog.state", state) };
        BacklogFiles.Record(files, tags);
        BacklogSize.Record(bytes, tags);
        BacklogAge.Record(oldest.TotalSeconds, tags);
    }

    /// <param name="secondsToFull">Infinite if nothing is written; null if unknown.</param>
    public static void Rates(string volume, double written, double unloaded, double? secondsToFull)
    {
        WriteRate.Record(written, Name(volume));
        UnloadRate.Record(unloaded, Name(volume));
        if (secondsToFull is { } seconds)
            TimeToFull.Record(seconds, Name(volume));
    }

    private static KeyValuePair<string, object?> Name(string volume) => new("longshore.volume.name", volume);

    private static double Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000.0;
}

/// <summary>One upload in flight.</summary>
public readonly record struct Upload(string Kind, long Started) : IDisposable
{
    public void Dispose() => Metrics.Uploaded(this);
}
