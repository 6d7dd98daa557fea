namespace Longshore.Model;

/// <summary>
/// Serves <c>GET /metrics</c> on its own port, from which no request reaches the functions. Requests to other ports go to them.
/// </summary>
internal sealed class PrometheusEndpoint(int port, RequestDelegate functions) : IDisposable
{
    private readonly PrometheusMetrics _metrics = new();

    public Task HandleAsync(HttpContext http) => http.Connection.LocalPort == port ? ScrapeAsync(http) : functions(http);

    public void Dispose() => _metrics.Dispose();

    private Task ScrapeAsync(HttpContext http)
    {
        if (http.Request.Path.Value != "/metrics" || !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.ContentType = PrometheusMetrics.ContentType;
        return http.Response.WriteAsync(_metrics.Collect(), http.RequestAborted);
    }
}
