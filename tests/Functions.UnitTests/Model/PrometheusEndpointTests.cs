using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Longshore.UnitTests.Model;

public sealed class PrometheusEndpointTests : IAsyncLifetime
{
    private readonly HttpClient _prometheus = new();
    private ToyHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            try
            {
                _host = await ToyHost.StartAsync(null, ("Host:PrometheusPort", port.ToString(CultureInfo.InvariantCulture)));
                _prometheus.BaseAddress = new($"http://127.0.0.1:{port}");
                return;
            }
            catch (IOException) when (attempt < 5)
            {
                // A server of another test has taken the port meanwhile.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _prometheus.Dispose();
    }

    [Fact]
    public async Task Get_Metrics_AreThoseOfTheEventsHandled()
    {
        using var handled = await _host.PostAsync("toy.echo", "{}");
        ToyHost.Expect(HttpStatusCode.OK, handled);

        using var response = await _prometheus.GetAsync("/metrics", Cancellation);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n');
        Assert.Contains("# TYPE faas_invoke_duration_seconds histogram", lines);
        var labels = "faas_trigger=\"pubsub\",http_response_status_code=\"200\",longshore_function=\"echo\"";
        Assert.Contains(lines, line =>
            line.StartsWith($"faas_invoke_duration_seconds_bucket{{{labels},le=\"+Inf\"}} ", StringComparison.Ordinal));
        Assert.Contains(
            lines, line => line.StartsWith($"faas_invoke_duration_seconds_count{{{labels}}} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_EventToTheMetricsPort_IsNotTaken()
    {
        using var response = await _prometheus.PostAsync("/", new StringContent("{}"), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(_host.Record.Calls);
    }

    [Fact]
    public async Task Get_MetricsOnTheEventPort_AreNotThere()
    {
        using var response = await _host.Http.GetAsync("/metrics", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
