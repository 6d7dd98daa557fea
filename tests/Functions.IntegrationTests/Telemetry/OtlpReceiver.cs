using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.IntegrationTests.Telemetry;

/// <summary>
/// Takes OTLP over HTTP and gRPC as a collector does, and writes what it is told to a file, a point or a span a line. Source:
/// OTLP 1.x, <c>opentelemetry/proto</c>, metrics and trace.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<(string Path, string Team)> _requests = [];

    private OtlpReceiver(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    /// <summary>For <c>http/protobuf</c>.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>For <c>grpc</c>.</summary>
    public Uri GrpcAddress => new(_app.Urls.Last());

    /// <summary>Sums and histograms are cumulative: of each series of each process the last point counts.</summary>
    public IReadOnlyList<MetricPoint> Points =>
        [.. Read<MetricPoint>("metrics").GroupBy(point => point.Series, StringComparer.Ordinal).Select(series => series.Last())];

    /// <summary>The values of the header <c>x-team</c> that one signal came with.</summary>
    /// <param name="signal"><c>metrics</c> or <c>trace</c>.</param>
    public IReadOnlySet<string> Teams(string signal) => _requests.Where(
        request => request.Path.Contains(signal, StringComparison.Ordinal)).Select(request => request.Team).ToHashSet();

    public IReadOnlyList<SpanSeen> Spans => [.. Read<SpanSeen>("spans")];

    /// <param name="folder">Gets <c>metrics.jsonl</c> and <c>spans.jsonl</c>.</param>
    public static async Task<OtlpReceiver> StartAsync(string folder, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var receiver = new OtlpReceiver(app, folder);
        app.Run(receiver.HandleAsync);
        await app.StartAsync(cancellation);
        return receiver;
    }

    /// <summary>Of all processes; the count of a histogram's records.</summary>
    public double Total(string metric, params (string Name, string Value)[] attributes) => Points
        .Where(point => point.Metric == metric
            && attributes.All(wanted => point.Attributes.GetValueOrDefault(wanted.Name) == wanted.Value))
        .Sum(point => point.Value ?? 0);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        _requests.Enqueue((http.Request.Path.ToString(), http.Request.Headers["x-team"].ToString()));
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var isGrpc = http.Request.ContentType == "application/grpc";
        // A gRPC message stands behind a flag for compression and its length.
        var message = new ProtoReader(body.ToArray().AsMemory(isGrpc ? 5 : 0));
        if (http.Request.Path == (isGrpc ? "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" : "/v1/metrics"))
            TakeMetrics(message);
        else if (http.Request.Path == (isGrpc ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export" : "/v1/traces"))
            TakeSpans(message);
        else
            http.Response.StatusCode = 404;
        if (!isGrpc)
            return;
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[5]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private void TakeMetrics(ProtoReader request)
    {
        foreach (var resource in request.Messages(1))
        {
            var instance = Attributes(resource.Messages(1).Single(), 1)["service.instance.id"];
            foreach (var metric in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                foreach (var (kind, number, attributesAt) in new[] { ("gauge", 5, 7), ("sum", 7, 7), ("histogram", 9, 9) })
                {
                    foreach (var point in metric.Messages(number).SelectMany(data => data.Messages(1)))
                    {
                        var attributes = Attributes(point, attributesAt);
                        var value = kind == "histogram" ? point.Number(4) : point.Has(4)
                            ? point.Double(4) : (long)point.Number(6);
                        Write("metrics", new MetricPoint(instance, metric.Text(1), kind, metric.Text(3), attributes,
                            double.IsFinite(value) ? value : null));
                    }
                }
            }
        }
    }

    private void TakeSpans(ProtoReader request)
    {
        foreach (var span in request.Messages(1).SelectMany(resource => resource.Messages(2))
            .SelectMany(scope => scope.Messages(2)))
            Write("spans", new SpanSeen(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), Attributes(span, 9)));
    }

    private void Write<T>(string file, T seen)
    {
        lock (_lock)
            File.AppendAllText(FileOf(file), JsonSerializer.Serialize(seen) + "\n");
    }

    private List<T> Read<T>(string file)
    {
        lock (_lock)
            return [.. File.ReadLines(FileOf(file)).Select(line => JsonSerializer.Deserialize<T>(line)!)];
    }

    private string FileOf(string name) => Path.Combine(_folder, $"{name}.jsonl");

    private static Dictionary<string, string> Attributes(ProtoReader message, int number) => message.Messages(number)
        .ToDictionary(pair => pair.Text(1), pair => Value(pair.Messages(2).Single()), StringComparer.Ordinal);

    private static string Value(ProtoReader any) => any.Has(1) ? any.Text(1)
        : any.Has(3) ? ((long)any.Number(3)).ToString(CultureInfo.InvariantCulture)
        : any.Has(4) ? any.Double(4).ToString(CultureInfo.InvariantCulture) : "";
}

/// <param name="Value">The count of a histogram's records; null if it is infinite.</param>
internal sealed record MetricPoint(
    string Instance, string Metric, string Kind, string Unit, IReadOnlyDictionary<string, string> Attributes, double? Value)
{
    public string Series { get; } = $"{Instance} {Metric} " + string.Join(
        ',', Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}

internal sealed record SpanSeen(
    string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes);
