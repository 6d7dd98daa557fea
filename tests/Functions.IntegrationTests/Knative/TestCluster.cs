using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

/// <summary>A broker that obeys manifests which a test writes, in a folder of its own.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-manifests-").FullName;
    private readonly List<string> _files = [];
    private readonly Dictionary<string, Uri> _services = new(StringComparer.Ordinal);
    private readonly HttpClient _client = new();
    private SandboxBroker? _broker;

    public SandboxBroker Broker => _broker ?? throw new InvalidOperationException("The broker was not started.");

    public Uri Sink => Broker.SinkOf("test", "default");

    /// <summary>
    /// Adds a Broker named default; <paramref name="delivery"/> is YAML at the indentation of its fields, or empty.
    /// </summary>
    public TestCluster WithBroker(string delivery = "") => WithFile("broker.yaml", $"""
        apiVersion: eventing.knative.dev/v1
        kind: Broker
        metadata:
          name: default
        spec: {(delivery.Length == 0 ? "{}" : "")}
        {Block("delivery", delivery, 2)}
        """);

    /// <summary>Adds a Service and the address at which it really listens.</summary>
    public TestCluster WithService(string name, Uri address, int maxScale = 0, int concurrency = 0, int timeoutSeconds = 300)
    {
        _services[name] = address;
        return WithFile($"service-{name}.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            apiVersion: serving.knative.dev/v1
            kind: Service
            metadata:
              name: {{name}}
            spec:
              template:
                metadata:
                  annotations:
                    autoscaling.knative.dev/max-scale: "{{maxScale}}"
                spec:
                  containerConcurrency: {{concurrency}}
                  timeoutSeconds: {{timeoutSeconds}}
                  containers:
                    - image: test
            """));
    }

    /// <summary>Adds a Trigger for one event type.</summary>
    public TestCluster WithTrigger(string name, string type, string service, string delivery = "", string uri = "") =>
        WithFile($"trigger-{name}.yaml", $"""
            apiVersion: eventing.knative.dev/v1
            kind: Trigger
            metadata:
              name: {name}
            spec:
              broker: default
              filter:
                attributes:
                  type: {type}
              subscriber:
                ref:
                  apiVersion: serving.knative.dev/v1
                  kind: Service
                  name: {service}
            {(uri.Length == 0 ? "" : $"    uri: {uri}")}
            {Block("delivery", delivery, 2)}
            """);

    public TestCluster WithFile(string name, string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, name), yaml);
        _files.Add(name);
        return this;
    }

    public ClusterManifests Load()
    {
        File.WriteAllText(Path.Combine(_folder, "kustomization.yaml"),
            "namespace: test\nresources:\n" + string.Concat(_files.Select(static file => $"  - {file}\n")));
        return ClusterManifests.Load(_folder);
    }

    public async Task<TestCluster> StartAsync(bool answerAtOnce = false, string? logFile = null)
    {
        _broker = await SandboxBroker.StartAsync(new SandboxBrokerOptions
        {
            Manifests = Load(),
            Services = _services,
            BackoffScale = 0.0001,
            AnswerAtOnce = answerAtOnce,
            LogFile = logFile,
        }, TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Posts an event of that type and returns the broker's status.</summary>
    public Task<int> PublishAsync(string type, string id = "1", CancellationToken? cancellation = null) =>
        PublishAsync(Event(type, id), cancellation);

    public async Task<int> PublishAsync(WireEvent published, CancellationToken? cancellation = null)
    {
        using var content = WireEventWriter.Binary(published);
        using var response = await _client.PostAsync(Sink, content, cancellation ?? TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>Posts any body with any headers.</summary>
    public async Task<int> PostAsync(string path, string contentType, string body, params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var (name, value) in headers)
            content.Headers.TryAddWithoutValidation(name, value);
        using var response =
            await _client.PostAsync(new Uri(Broker.Address, path), content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public static WireEvent Event(string type, string id = "1") => WireEvent.Create(id, "/test", type, "{\"a\":1}"u8.ToArray());

    /// <summary>A delivery's YAML: retries without a noticeable wait, and a dead-letter sink if a Service is named.</summary>
    public static string Retries(int retry, string? deadLetter = null, string more = "") => $"""
        retry: {retry}
        backoffPolicy: exponential
        backoffDelay: PT1S
        {more}
        {(deadLetter is null ? "" : $$"""
            deadLetterSink:
              ref:
                apiVersion: serving.knative.dev/v1
                kind: Service
                name: {{deadLetter}}
              uri: /deadletters
            """)}
        """;

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Block(string name, string body, int indent)
    {
        if (body.Length == 0)
            return "";
        var margin = new string(' ', indent);
        return $"{margin}{name}:\n{string.Join('\n', body.Split('\n').Select(line => $"{margin}  {line}"))}";
    }
}
