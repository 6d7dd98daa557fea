using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// A stand-in for Knative Eventing on loopback: takes events at <c>/{namespace}/{broker}</c> and delivers them as the
/// Brokers and Triggers of the manifests say.
/// </summary>
internal sealed class SandboxBroker : IAsyncDisposable
{
    private readonly SandboxBrokerOptions _options;
    private readonly EventSender _sender;
    private readonly Delivery _delivery;
    private readonly WebApplication _app;
    private readonly Background _background = new();
    private readonly CancellationTokenSource _life = new();

    private SandboxBroker(SandboxBrokerOptions options)
    {
        _options = options;
        Log = new EventLog(_options.Time, _options.LogFile);
        _sender = new EventSender(_options);
        _delivery = new Delivery(_sender, Log, _options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, _options.Port, static listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        _app.MapPost("/{space}/{name}", TakeAsync);
    }

    /// <summary>Every step of every event so far.</summary>
    public EventLog Log { get; }

    /// <summary>The ingress without a path.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts to listen.</summary>
    /// <exception cref="ManifestException">A Trigger leads to a Service whose address is not in the options.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxBroker> StartAsync(SandboxBrokerOptions options, CancellationToken cancellation = default)
    {
        var manifests = options.Manifests;
        var targets = manifests.Triggers.Select(static trigger => trigger.Subscriber)
            .Concat(manifests.Triggers.Select(static trigger => trigger.Delivery?.DeadLetterSink).OfType<Destination>())
            .Concat(manifests.Brokers.Select(static broker => broker.Delivery?.DeadLetterSink).OfType<Destination>());
        foreach (var target in targets)
        {
            if (!options.Services.ContainsKey(target.Name))
                throw new ManifestException(
                    $"{target.Field} leads to the Service {target.Name}, whose local address is not known.");
        }

        var broker = new SandboxBroker(options);
        await broker._app.StartAsync(cancellation);
        return broker;
    }

    /// <summary>The address of a Broker, as a SinkBinding puts it into K_SINK.</summary>
    public Uri SinkOf(string space, string name) => new(Address, $"/{space}/{name}");

    /// <summary>Deliveries that the Service works on now.</summary>
    public int Running(string service) => _sender.Running(service);

    /// <summary>Gives up all deliveries and answers every publisher 503: what is undone is left to the next scan.</summary>
    public Task StopAsync() => _life.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        await _app.DisposeAsync();
        await _background.DrainAsync();
        _sender.Dispose();
        Log.Dispose();
        _life.Dispose();
    }

    private async Task TakeAsync(HttpContext http, string space, string name)
    {
        if (Find(space, name) is not { } broker)
        {
            await AnswerAsync(http, 404, $"There is no Broker {name} in the namespace {space}.");
            return;
        }

        WireEvent? taken;
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            taken = WireEventReader.Read(http.Request.Headers.Select(
                static header => KeyValuePair.Create(header.Key, header.Value.ToString())), body.ToArray());
        }
        catch (WireEventException e)
        {
            await AnswerAsync(http, 400, e.Message);
            return;
        }

        if (taken is null)
        {
            await AnswerAsync(http, 400,
                "This is no CloudEvent: neither the header ce-specversion nor the content type application/cloudevents+json "
                + "is there.");
            return;
        }

        http.Response.StatusCode = await PublishAsync(broker, taken, http.RequestAborted);
    }

    private async Task<int> PublishAsync(BrokerManifest broker, WireEvent taken, CancellationToken publisher)
    {
        var timeToLive = TimeToLive.Of(taken);
        if (timeToLive <= 0)
            return 400;
        Log.Add(FlowStep.Received, taken, TimeToLive.Start - timeToLive);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(publisher, _life.Token);
        try
        {
            return await SpreadAsync(broker, taken, timeToLive, either.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody reads this answer: the publisher has left, or the broker stops.
            return 503;
        }
    }

    /// <summary>Delivers to every Trigger that takes the event: 202 if nothing is lost, 500 otherwise.</summary>
    private async Task<int> SpreadAsync(BrokerManifest broker, WireEvent taken, int timeToLive, CancellationToken publisher)
    {
        var arrived = taken.With(("knativebrokerttl", null),
            ("knativearrivaltime", _options.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
                CultureInfo.InvariantCulture)));
        var triggers = _options.Manifests.Triggers
            .Where(trigger => trigger.Broker == broker.Name && trigger.Namespace == broker.Namespace && trigger.Filter(arrived));
        var cancellation = _options.AnswerAtOnce ? _life.Token : publisher;
        var deliveries = triggers.Select(trigger => _delivery.DeliverAsync(trigger, trigger.EffectiveDelivery(broker), arrived,
            TimeToLive.Start - timeToLive, SinkOf(broker.Namespace, broker.Name), ReplyAsync, cancellation)).ToArray();
        if (_options.AnswerAtOnce)
        {
            _background.Keep(deliveries);
            return 202;
        }

        return Array.TrueForAll(await Task.WhenAll(deliveries), static handled => handled) ? 202 : 500;

        Task<int> ReplyAsync(WireEvent reply, string subscriber, CancellationToken limit)
        {
            if (timeToLive <= 1)
                return Task.FromResult(400);
            Log.Add(FlowStep.Replied, reply, TimeToLive.Start - timeToLive + 1, subscriber: subscriber);
            return SpreadAsync(broker, reply, timeToLive - 1, limit);
        }
    }

    private BrokerManifest? Find(string space, string name) =>
        _options.Manifests.Brokers.FirstOrDefault(broker => broker.Name == name && broker.Namespace == space);

    private static Task AnswerAsync(HttpContext http, int status, string reason)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(reason + "\n"), http.RequestAborted).AsTask();
    }
}
