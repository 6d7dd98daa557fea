using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.S3.Store;

namespace Longshore.IntegrationTests.Telemetry;

/// <summary>The functions as processes, and what a collector gets from them.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Ping = "dev.knative.sources.ping";
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";

    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-telemetry-").FullName;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private OtlpReceiver _collector = null!;
    private SandboxCluster _cluster = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Volume => Path.Combine(_folder, "volume");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Volume);
        _collector = await OtlpReceiver.StartAsync(_folder, Cancellation);
        _cluster = await StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
    }

    /// <param name="telemetry">Variables of OpenTelemetry.</param>
    private Task<SandboxCluster> StartAsync(params (string Name, string Value)[] telemetry) => SandboxCluster.StartAsync(
        new ClusterOptions
        {
            Manifests = Repository.Manifests,
            Iam = Repository.Iam,
            Volume = Volume,
            Settings =
                new Dictionary<string, string>(telemetry.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)))
                {
                    ["Schedule__MinAge"] = "PT2S",
                    ["Schedule__BatchFiles"] = "10",
                    ["Cleanup__KeepFor"] = "PT1M",
                    ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test",
                },
        },
        Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _collector.DisposeAsync();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Run_PingToDeletion_ExportsEveryDocumentedMetricAndOneTrace()
    {
        PutScanOfAnHourAgo();
        await using var fleet = new FunctionFleet(_cluster, Program, _folder);
        await fleet.StartAsync(Cancellation);
        for (var file = 0; file < 25; file++)
            Write($"a/{file:D2}.dat", 1000, ago: TimeSpan.FromHours(1));
        Write("kept.dat", 500, ago: TimeSpan.FromSeconds(20));
        Write("large.dat", 17 << 20, ago: TimeSpan.FromHours(1));
        Write("young.dat", 10, ago: TimeSpan.FromHours(-1));
        Write("half.tmp", 10, ago: TimeSpan.FromHours(1));
        // What changes the contents of a file counts by ctime too.
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        await FaultAsync("""{"kind":"SlowDown","operation":"PutObject","count":2}""");
        // Not sampled, as Knative says of every event unless its own tracing is on.
        await PostAsync(Ping, "{}", "ping-1", traceparent: $"00-{Trace}-{Parent}-00");
        await PostAsync("dev.longshore.batch.ready", """{"files":[{"path":"../etc/passwd"}]}""", "poison");
        // Sync leaves it.
        await PostAsync("dev.longshore.batch.ready", """{"files":[{"path":"young.dat"}]}""", "young");
        Write("later.dat", 4000, ago: TimeSpan.Zero);
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        await PostAsync(Ping, "{}", "ping-2");

        // Flushed before the answers: nothing has to be waited for. Every row of docs/telemetry.md is there, and nothing else.
        Assert.Equal(DocumentedMetric.All.Select(metric => metric.ToString()).Order(StringComparer.Ordinal),
            _collector.Points.GroupBy(point => (point.Metric, point.Kind, point.Unit))
            .Select(metric => new DocumentedMetric(metric.Key.Metric, metric.Key.Kind, metric.Key.Unit,
                [.. metric.SelectMany(point => point.Attributes.Keys).Distinct()]).ToString()).Order(StringComparer.Ordinal));

        double Files(string function, string outcome) =>
            _collector.Total("longshore.files", ("longshore.function", function), ("longshore.outcome", outcome));
        Assert.Equal(28, Files("sync", "uploaded"));
        Assert.Equal(25_000 + 500 + (17 << 20) + 4000,
            _collector.Total("longshore.file.io", ("longshore.function", "sync"), ("longshore.outcome", "uploaded")));
        Assert.Equal(26, Files("cleanup", "deleted"));
        Assert.Equal(25_000 + (17 << 20),
            _collector.Total("longshore.file.io", ("longshore.function", "cleanup"), ("longshore.outcome", "deleted")));
        Assert.Equal(3, _collector.Total("longshore.files", ("longshore.outcome", "kept"), ("longshore.reason", "keep-for")));
        Assert.Equal(2, _collector.Total("longshore.files", ("longshore.function", "schedule"), ("longshore.outcome", "deferred"),
            ("longshore.reason", "modified-in-the-future")));
        Assert.Equal(2, Files("schedule", "ignored"));
        Assert.Equal(2, _collector.Total("longshore.store.throttles"));
        Assert.True(_collector.Total("longshore.store.retries") >= 2);
        Assert.Equal(0, _collector.Total("longshore.upload.active"));
        Assert.Equal(27, _collector.Total("longshore.upload.duration", ("longshore.upload.kind", "whole")));
        Assert.Equal(3, _collector.Total("longshore.upload.duration", ("longshore.upload.kind", "part")));
        Assert.Equal(1, _collector.Total("longshore.dead_letters", ("cloudevents.event_type", "dev.longshore.batch.ready"),
            ("error.type", "400")));
        Assert.Equal(4, _collector.Total("longshore.sts.sessions"));
        Assert.Equal(2, _collector.Total("faas.invoke_duration", ("longshore.function", "schedule")));
        Assert.Equal(1, _collector.Total("faas.invoke_duration", ("http.response.status_code", "400")));
        Assert.Equal(_collector.Total("longshore.batch.duration", ("longshore.function", "sync")), _cluster.Broker.Log.Snapshot()
            .Where(flowed => flowed.Event.Type == "dev.longshore.batch.synced").DistinctBy(flowed => flowed.Event.Id).Count());
        // The second scan finds what was kept, what is too young, and the new file.
        Assert.Equal(3, _collector.Total("longshore.backlog.files"));
        Assert.Equal(500 + 10 + 4000, _collector.Total("longshore.backlog.size"));
        // The first scan compares with the one of an hour ago. The second one follows too soon to tell of rates.
        Assert.InRange(_collector.Total("longshore.volume.write_rate"), 500 / 3700.0, (25_000 + 500 + (17 << 20)) / 3600.0);
        Assert.Equal(0, _collector.Total("longshore.volume.unload_rate"));
        Assert.True(_collector.Total("longshore.batch.last_left") < _collector.Total("longshore.backlog.last_measured"));

        AssertOneTrace("ping-1");
    }

    /// <summary>Each variable that the exporters are told by: for both signals, and for one alone.</summary>
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT={grpc} OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_HEADERS=x-team=quay",
        "quay", "quay")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT={grpc} OTEL_EXPORTER_OTLP_HEADERS=x-team=quay", "quay", "quay")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT={http} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_HEADERS=x-team=quay",
        "quay", "quay")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT={http}v1/metrics OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf "
        + "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={grpc} OTEL_EXPORTER_OTLP_METRICS_HEADERS=x-team=crane "
        + "OTEL_EXPORTER_OTLP_HEADERS=x-team=quay", "crane", "quay")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT={grpc} OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={http}v1/traces "
        + "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf "
        + "OTEL_EXPORTER_OTLP_HEADERS=x-team=quay OTEL_EXPORTER_OTLP_TRACES_HEADERS=x-team=crane "
        + "OTEL_METRIC_EXPORT_INTERVAL=1000", "quay", "crane")]
    public async Task Run_VariablesOfOtlp_LeadToTheCollector(string variables, string metrics, string traces)
    {
        var told = variables.Replace("{grpc}", _collector.GrpcAddress.ToString(), StringComparison.Ordinal)
            .Replace("{http}", _collector.Address.ToString(), StringComparison.Ordinal)
            .Split(' ').Select(variable => variable.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        await using var cluster = await StartAsync(told);
        await using var fleet = new FunctionFleet(cluster, Program, _folder);
        await fleet.StartAsync(Cancellation);
        Write("old.dat", 100, ago: TimeSpan.FromHours(1));
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);

        await PostAsync(Ping, "{}", "ping-1", cluster: cluster);

        Assert.Equal(1, _collector.Total("longshore.files", ("longshore.outcome", "uploaded")));
        Assert.Equal(["cleanup", "schedule", "sync"],
            _collector.Spans.Select(span => span.Attributes["longshore.function"]).Order(StringComparer.Ordinal));
        Assert.Equal((metrics, traces), (Assert.Single(_collector.Teams("metrics")), Assert.Single(_collector.Teams("trace"))));
    }

    [Fact]
    public async Task Run_CollectorThatIsDown_CostsNoEvent()
    {
        await _collector.DisposeAsync();
        await using var fleet = new FunctionFleet(_cluster, Program, _folder);
        await fleet.StartAsync(Cancellation);
        Write("old.dat", 100, ago: TimeSpan.FromHours(1));
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);

        await PostAsync(Ping, "{}", "ping-1");

        Assert.False(File.Exists(Path.Combine(Volume, "old.dat")));
        // Each function that handled something says so, once.
        await PostAsync(Ping, "{}", "ping-2");
        var warned = Directory.EnumerateFiles(_folder, "*.log")
            .Select(log => File.ReadLines(log)
            .Count(line => line.Contains("the collector did not take", StringComparison.Ordinal)));
        Assert.Equal([1, 1, 1], warned.Where(count => count > 0));
    }

    [Fact]
    public async Task Run_CollectorThatHangs_IsWaitedForOnce()
    {
        // Listens and never accepts: connections stand and nothing is answered.
        using var hanging = new TcpListener(IPAddress.Loopback, _collector.Address.Port);
        await _collector.DisposeAsync();
        hanging.Start();
        await using var fleet = new FunctionFleet(_cluster, Program, _folder);
        await fleet.StartAsync(Cancellation);
        var times = new List<TimeSpan>();
        foreach (var number in Enumerable.Range(1, 3))
        {
            Write($"{number}.dat", 100, ago: TimeSpan.FromHours(1));
            await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
            var started = TimeProvider.System.GetTimestamp();
            await PostAsync(Ping, "{}", $"ping-{number}");
            times.Add(TimeProvider.System.GetElapsedTime(started));
            Assert.False(File.Exists(Path.Combine(Volume, $"{number}.dat")));
        }

        // Three functions wait one after the other, two seconds each; later events find the collector known as slow.
        Assert.InRange(times[0], TimeSpan.FromSeconds(5.5), TimeSpan.FromSeconds(20));
        Assert.All(times.Skip(1),
            time => Assert.True(time < TimeSpan.FromSeconds(5), $"An event took {time} with a collector that hangs."));
    }

    /// <summary>The published binary if there is one.</summary>
    private static string Program => Environment.GetEnvironmentVariable("LONGSHORE_FUNCTIONS") is { Length: > 0 } published
        ? published
        : Path.ChangeExtension(typeof(LongshoreApp).Assembly.Location, null);

    /// <summary>Every handling that follows from the ping is in its trace, and hangs together.</summary>
    private void AssertOneTrace(string id)
    {
        var root = Assert.Single(_collector.Spans, span => span.Attributes["cloudevents.event_id"] == id);
        var trace = _collector.Spans.Where(span => span.Trace == root.Trace).ToArray();
        Assert.Equal(["cleanup", "schedule", "sync"],
            trace.Select(span => span.Attributes["longshore.function"]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((Trace, Parent), (root.Trace, root.Parent));
        Assert.All(trace.Where(span => span.Id != root.Id), span => Assert.Contains(trace, parent => parent.Id == span.Parent));
        Assert.All(trace, span => Assert.StartsWith("CloudEvents Process dev.", span.Name, StringComparison.Ordinal));
        // The logs name the same trace, and say of each batch what became of it in one line.
        var lines = Directory.EnumerateFiles(_folder, "*.log").SelectMany(File.ReadLines)
            .Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var ours = lines.Where(line => line.TryGetProperty("trace", out var value) && value.GetString() == root.Trace).ToArray();
        var batches = ours.Where(line => line.GetProperty("level").GetString() == "info"
            && line.GetProperty("message").GetString()!.StartsWith("Batch ", StringComparison.Ordinal)).ToArray();
        Assert.All(batches.GroupBy(line => (line.GetProperty("function").GetString(), line.GetProperty("batch").GetString())),
            group => Assert.Single(group));
        Assert.Equal(trace.Count(span => span.Attributes["longshore.function"] is "sync" or "cleanup"), batches.Length);
    }

    private void Write(string name, int bytes, TimeSpan ago)
    {
        var path = Path.Combine(Volume, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - ago);
    }

    /// <summary>A scan that saw the whole volume, which was empty.</summary>
    private void PutScanOfAnHourAgo()
    {
        var then = TimeProvider.System.GetUtcNow().AddHours(-1);
        var record = $$"""
            {"schema":"longshore.scan/1","volumeName":"longshore/longshore-volume","startedAt":"{{then:O}}",
            "finishedAt":"{{then:O}}","event":"earlier","request":{},"result":{},"whole":{"files":0,"bytes":0} }
            """;
        _cluster.Store.Contents.Put(new StoredObject
        {
            Key = string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"_longshore/scans/{then.UtcDateTime:yyyy'/'MM'/'dd'/'HHmmss}-0000.json"),
            Body = new Body([System.Text.Encoding.UTF8.GetBytes(record)]),
            ETag = "0123456789abcdef0123456789abcdef-1",
            Sha256 = "",
            LastModified = then,
        }, static _ => { });
    }

    private async Task FaultAsync(string fault)
    {
        using var content = new StringContent(fault, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(_cluster.Store.Endpoint, "/_sandbox/faults"), content, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private async Task PostAsync(string type, string data, string id, string? traceparent = null, SandboxCluster? cluster = null)
    {
        using var content = new StringContent(data, System.Text.Encoding.UTF8, "application/json");
        List<(string, string)> attributes = [("specversion", "1.0"), ("type", type), ("source", "/test"), ("id", id)];
        if (traceparent is not null)
            attributes.Add(("traceparent", traceparent));
        foreach (var (name, value) in attributes)
            content.Headers.Add($"ce-{name}", value);
        using var answer = await _client.PostAsync((cluster ?? _cluster).Sink, content, Cancellation);
        answer.EnsureSuccessStatusCode();
    }
}
