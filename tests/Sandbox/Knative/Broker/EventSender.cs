using System.Net;
using System.Text;

namespace Longshore.Sandbox.Knative;

/// <summary>Sends one event to one Service, once. Never throws for what the Service does.</summary>
internal sealed class EventSender(SandboxBrokerOptions options) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ActivityHeadersPropagator = null,
    })
    { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    private readonly InFlight _inFlight = new(options.Manifests.Services);

    /// <summary>The address that a reference resolves to: the Service's local URL, and the path beside the reference.</summary>
    public Uri AddressOf(Destination target) => target.Path is null
        ? options.Services[target.Name]
        : new Uri(options.Services[target.Name], target.Path);

    /// <summary>Requests that the Service works on now.</summary>
    public int Running(string service) => _inFlight.Running(service);

    /// <param name="trigger">Whose identity is shown, if OIDC is on: both to its subscriber and to its dead-letter sink.</param>
    /// <param name="target">The Service.</param>
    /// <param name="sent">The event.</param>
    /// <param name="spec">Its <c>format</c> and <c>timeout</c> are obeyed.</param>
    /// <param name="cancellation">Fires when the publisher gives up; then the request is dropped and this throws.</param>
    public async Task<Attempt> SendAsync(TriggerManifest trigger, Destination target, WireEvent sent, DeliverySpec spec,
        CancellationToken cancellation)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (spec.Timeout is { } timeout)
            attempt.CancelAfter(timeout);
        using var request = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token);
        try
        {
            using var place = await _inFlight.EnterAsync(target.Name, attempt.Token);
            request.CancelAfter(RevisionTimeout(target.Name));
            return await PostAsync(AddressOf(target), sent, spec.Structured, TokenOf(trigger, target), request.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return attempt.IsCancellationRequested
                ? Attempt.WithoutAnswer($"no answer within the delivery's timeout of {spec.Timeout}")
                : new Attempt(504, Encoding.UTF8.GetBytes("no answer within the revision's timeoutSeconds"));
        }
        catch (HttpRequestException e)
        {
            // A publisher's leaving may show as a broken connection first.
            cancellation.ThrowIfCancellationRequested();
            return Attempt.WithoutAnswer(e.Message);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _inFlight.Dispose();
    }

    private TimeSpan RevisionTimeout(string service) =>
        options.Manifests.Services.First(candidate => candidate.Name == service).Timeout;

    private string? TokenOf(TriggerManifest trigger, Destination target) => target.Audience is { } audience
        ? options.Tokens?.TokenOf(trigger.Namespace, trigger.Account, audience)
        : null;

    private async Task<Attempt> PostAsync(Uri address, WireEvent sent, bool structured, string? token,
        CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version11,
            Content = structured ? WireEventWriter.Structured(sent) : WireEventWriter.Binary(sent),
        };
        message.Headers.Add("Prefer", "reply");
        if (token is not null)
            message.Headers.Authorization = new("Bearer", token);
        using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return Judge((int)response.StatusCode, HeadersOf(response), body);
    }

    /// <summary>
    /// A success with a body that is no CloudEvent is turned into a 502, which is retried: Knative cannot tell it from a
    /// proxy's error page.
    /// </summary>
    private static Attempt Judge(int status, IEnumerable<KeyValuePair<string, string>> headers, byte[] body)
    {
        if (status is < 200 or >= 300)
            return new Attempt(status, body);
        try
        {
            var reply = WireEventReader.Read(headers, body);
            return reply is null && body.Length > 0 ? new Attempt(502, body) : new Attempt(status, body, reply);
        }
        catch (WireEventException e)
        {
            return new Attempt(502, Encoding.UTF8.GetBytes(e.Message));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString()));
}
