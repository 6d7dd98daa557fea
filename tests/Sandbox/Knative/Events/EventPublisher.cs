namespace Longshore.Sandbox.Knative;

/// <summary>Posts events to a sink, in binary mode, and waits as long as the sink takes.</summary>
internal sealed class EventPublisher : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <returns>The sink's status and the text of its answer.</returns>
    /// <exception cref="HttpRequestException">The sink cannot be reached.</exception>
    public async Task<(int Status, string Answer)> PostAsync(Uri sink, WireEvent posted, CancellationToken cancellation)
    {
        using var content = WireEventWriter.Binary(posted);
        using var response = await _client.PostAsync(sink, content, cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    public void Dispose() => _client.Dispose();
}
