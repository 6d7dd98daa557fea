using System.Globalization;
using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary>
/// The stand-in cluster: S3 and STS, the Broker with its Triggers, the clock. The functions themselves run outside it,
/// at the addresses that it has chosen for them, with the environment that it gives them.
/// </summary>
internal sealed class SandboxCluster : IAsyncDisposable
{
    private readonly ClusterOptions _options;

    private SandboxCluster(ClusterOptions options, ClusterManifests manifests, StoreHost store, SandboxBroker broker,
        IReadOnlyDictionary<string, Uri> services)
    {
        _options = options;
        Manifests = manifests;
        Store = store;
        Broker = broker;
        Services = services;
    }

    public ClusterManifests Manifests { get; }

    public StoreHost Store { get; }

    public SandboxBroker Broker { get; }

    /// <summary>Where each function has to listen.</summary>
    public IReadOnlyDictionary<string, Uri> Services { get; }

    /// <summary>The K_SINK of the one Broker.</summary>
    public Uri Sink => Broker.SinkOf(Manifests.Brokers[0].Namespace, Manifests.Brokers[0].Name);

    public static async Task<SandboxCluster> StartAsync(ClusterOptions options, CancellationToken cancellation)
    {
        var manifests = ClusterManifests.Load(options.Manifests);
        var names = manifests.Services.Select(static service => service.Name).Order(StringComparer.Ordinal).ToArray();
        var ports = options.FunctionsPort == 0
            ? FreePorts.Take(names.Length) : FreePorts.Check("--functions-port", options.FunctionsPort, names.Length);
        var services = names.Zip(ports).ToDictionary(static pair => pair.First,
            static pair =>
                new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{pair.Second}")), StringComparer.Ordinal);
        var store = await StoreHost.StartAsync(options, manifests.Services, cancellation);
        try
        {
            var broker = await SandboxBroker.StartAsync(new SandboxBrokerOptions
            {
                Manifests = manifests,
                Services = services,
                Port = options.BrokerPort,
                LogFile = options.EventFile,
                AnswerAtOnce = options.AnswerAtOnce,
                Tokens = options.Tokens,
            }, cancellation);
            return new SandboxCluster(options, manifests, store, broker, services);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The environment of a function: what its manifest says, and in place of what the cluster would add (port, sink, base
    /// identity, mount) the sandbox's.
    /// </summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(ServiceManifest service)
    {
        var environment = new SortedDictionary<string, string>(service.Environment.ToDictionary(), StringComparer.Ordinal)
        {
            // A laptop's neighbours are nobody to take events from.
            ["Host__Address"] = "127.0.0.1",
            ["PORT"] = Services[service.Name].Port.ToString(CultureInfo.InvariantCulture),
        };
        if (Manifests.SinkBindings.FirstOrDefault(binding => binding.Service == service.Name) is { } binding)
            environment["K_SINK"] = Broker.SinkOf(binding.Namespace, binding.Sink.Name).ToString();
        if (service.MountsVolume)
            environment["Volume__Root"] = _options.Volume;
        var cluster = Store.FunctionEnvironment().Concat(_options.Tokens?.FunctionEnvironment() ?? []);
        foreach (var (name, value) in cluster.Concat(_options.Settings))
            environment[name] = value;
        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Store.DisposeAsync();
    }
}
