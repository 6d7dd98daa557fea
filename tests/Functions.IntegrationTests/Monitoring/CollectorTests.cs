using System.Text.Json.Nodes;
using Longshore.IntegrationTests.Manifests;

namespace Longshore.IntegrationTests.Monitoring;

/// <summary>
/// The Collector, and whether everybody who speaks to it finds it. No Collector runs here: what its configuration does is not
/// tested.
/// </summary>
public sealed class CollectorTests
{
    private const string Host = "otel-collector";

    [Fact]
    public async Task Render_References_LeadToWhatIsThere()
    {
        var manifests = await Overlays.RenderAsync(Overlays.Monitoring);
        var there = manifests.Select(static manifest => manifest.ToString()).ToHashSet();

        Assert.Subset(there, manifests.SelectMany(static manifest => References.Of(manifest)).ToHashSet());
        Assert.All(
            manifests, static manifest => Assert.Equal("longshore", manifest.Body["metadata"]!["namespace"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Pod_OfTheCollector_HasNoPrivilegesAndAPinnedImage()
    {
        var pod = (await DeploymentAsync()).Pod!;
        var container = Manifest.Items(pod["containers"]).Single();
        var security = container["securityContext"]!;

        Assert.False(pod["automountServiceAccountToken"]!.GetValue<bool>());
        Assert.False(security["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.True(security["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.True(security["runAsNonRoot"]!.GetValue<bool>());
        Assert.Equal("[\"ALL\"]", security["capabilities"]!["drop"]!.ToJsonString());
        Assert.Matches(@"^[a-z/-]+:[0-9.]+$", container["image"]!.GetValue<string>());
        Assert.NotNull(container["resources"]!["limits"]!["memory"]);
    }

    [Fact]
    public async Task Ports_OfConfigurationPodServiceAndPolicy_AreTheSame()
    {
        var manifests = await Overlays.RenderAsync(Overlays.Monitoring);
        var config = MonitoringFolder.Collector;
        int[] listening =
        [
            .. config["receivers"]!["otlp"]!["protocols"]!.AsObject().Select(static protocol => Port(protocol.Value!)),
            .. config["exporters"]!.AsObject()
            .Where(static exporter => exporter.Key.StartsWith("prometheus/", StringComparison.Ordinal))
            .Select(static exporter => Port(exporter.Value!)),
        ];
        var service = manifests.Single(static manifest => manifest.Kind == "v1 Service").Body["spec"]!["ports"];
        var ports = Manifest.Items(service)
            .ToDictionary(static port => port["name"]!.GetValue<string>(), static port => Number(port["port"]));
        var pod = Manifest.Items((await DeploymentAsync()).Containers.Single()["ports"])
            .ToDictionary(static port => port["name"]!.GetValue<string>(), static port => Number(port["containerPort"]));
        var policy = Manifest.Items(manifests.Single(
            static manifest => manifest.Kind.EndsWith("NetworkPolicy", StringComparison.Ordinal)).Body["spec"]!["ingress"])
            .SelectMany(static rule => Manifest.Items(rule["ports"])).Select(static port => Number(port["port"]));

        Assert.Equal(listening.Order(), ports.Values.Order());
        Assert.Equal(listening.Order(), policy.Order());
        Assert.Equal(ports.OrderBy(static port => port.Key),
            pod.Where(static port => port.Key != "health").OrderBy(static port => port.Key));
        Assert.Equal(Port(config["extensions"]!["health_check"]!), pod["health"]);
        Assert.Empty(Manifest.Items(manifests.Single(
            static manifest => manifest.Kind.EndsWith("ServiceMonitor", StringComparison.Ordinal)).Body["spec"]!["endpoints"])
            .Select(static endpoint => endpoint["port"]!.GetValue<string>()).Except(ports.Keys));
    }

    [Fact]
    public void Pipelines_OfTheConfiguration_NameWhatIsConfigured()
    {
        var config = MonitoringFolder.Collector;
        foreach (var (_, pipeline) in config["service"]!["pipelines"]!.AsObject())
        {
            foreach (var kind in (string[])["receivers", "processors", "exporters"])
                Assert.Empty(Names(pipeline![kind]).Except(config[kind]!.AsObject().Select(static part => part.Key)));
        }

        Assert.Empty(Names(config["service"]!["extensions"])
            .Except(config["extensions"]!.AsObject().Select(static part => part.Key)));
    }

    [Fact]
    public async Task Component_Telemetry_PushesToTheCollector()
    {
        var settings = (await Overlays.RenderAsync("base components/telemetry"))
            .Single(static manifest => manifest.Name == "longshore-settings").Body["data"]!;

        Assert.Equal($"http://{Host}:{Port(Otlp("grpc"))}", settings["OTEL_EXPORTER_OTLP_ENDPOINT"]!.GetValue<string>());
        Assert.Equal("grpc", settings["OTEL_EXPORTER_OTLP_PROTOCOL"]!.GetValue<string>());
    }

    [Fact]
    public void Knative_Metrics_ArePushedToTheCollector()
    {
        Manifest[] manifests =
        [
            .. Directory.EnumerateFiles(Path.Combine(MonitoringFolder.Path, "knative"))
                .SelectMany(static file => Manifest.Read(file, File.ReadAllText(file))),
        ];
        var endpoints = manifests.SelectMany(static manifest => manifest.Body["data"]!.AsObject())
            .Where(static pair => pair.Key.EndsWith("-endpoint", StringComparison.Ordinal))
            .Select(static pair => pair.Value!.GetValue<string>()).ToArray();

        Assert.Equal(["knative-eventing config-observability", "knative-serving config-observability"],
            manifests.Select(static manifest => $"{manifest.Body["metadata"]!["namespace"]} {manifest.Name}").Order());
        Assert.Equal(3, endpoints.Length);
        Assert.All(endpoints, static endpoint =>
            Assert.Equal($"http://{Host}.longshore.svc.cluster.local:{Port(Otlp("http"))}/v1/metrics", endpoint));
    }

    private static JsonNode Otlp(string protocol) => MonitoringFolder.Collector["receivers"]!["otlp"]!["protocols"]![protocol]!;

    private static int Port(JsonNode listener) =>
        int.Parse(listener["endpoint"]!.GetValue<string>().Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private static int Number(JsonNode? port) => (int)port!.GetValue<long>();

    private static IEnumerable<string> Names(JsonNode? list) => list!.AsArray().Select(static name => name!.GetValue<string>());

    private static async Task<Manifest> DeploymentAsync() =>
        (await Overlays.RenderAsync(Overlays.Monitoring)).Single(static manifest => manifest.Kind == "apps/v1 Deployment");
}
