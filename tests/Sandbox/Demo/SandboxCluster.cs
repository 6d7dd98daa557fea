using System.Globalization;
using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary>
/// The stand-in cluster: S3 and STS, the Broker with its Triggers, the clock. The functions themselves run outside it,
/// at the addresses that it has chosen for them, with the environment that it gives them.
/// </summary>
internal sealed class SandboxCluster : IAsyncDisposable
{
    private static readonly string[] Known = ["cleanup", "deadletter", "schedule", "status", "sync"];

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
        var names = InOrderOfPorts(manifests.Services.Select(static service => service.Name));
        FreePorts.Check(("--broker-port", "BROKER_PORT", options.BrokerPort, 1), ("--s3-port", "S3_PORT", options.StorePort, 1),
            ("--functions-port", "FUNCTIONS_PORT", options.FunctionsPort, names.Length));
        var ports = options.FunctionsPort == 0
            ? FreePorts.Take(names.Length) : Enumerable.Range(options.FunctionsPort, names.Length);
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

    /// <summary>The functions that the README calls by their ports come first, so that a new one moves none of them.</summary>
    internal static string[] InOrderOfPorts(IEnumerable<string> names) =>
        [.. names.OrderBy(static name => !Known.Contains(name)).ThenBy(static name => name, StringComparer.Ordinal)];

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
