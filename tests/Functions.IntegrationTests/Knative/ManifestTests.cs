using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

public sealed class ManifestTests
{
    private const string Trigger = """
        apiVersion: eventing.knative.dev/v1
        kind: Trigger
        metadata: {name: t}
        spec:
          broker: default
          subscriber: {ref: {apiVersion: serving.knative.dev/v1, kind: Service, name: s}}
        """;

    [Theory]
    [InlineData("delivery: {retries: 3}", "spec.delivery.retries is not understood")]
    [InlineData("delivery: {retryAfterMax: PT1S}", "spec.delivery.retryAfterMax is not understood")]
    [InlineData("delivery: {retry: three}", "spec.delivery.retry holds \"three\"")]
    [InlineData("delivery: {retry: -1}", "spec.delivery.retry holds \"-1\"")]
    [InlineData("delivery: {backoffPolicy: random, backoffDelay: PT1S}", "spec.delivery.backoffPolicy is random")]
    [InlineData("delivery: {backoffPolicy: linear}", "spec.delivery has only one of")]
    [InlineData("delivery: {backoffPolicy: linear, backoffDelay: 1s}", "spec.delivery.backoffDelay holds \"1s\"")]
    [InlineData("delivery: {timeout: P1M}", "spec.delivery.timeout holds \"P1M\"")]
    [InlineData("delivery: {format: xml}", "spec.delivery.format is xml")]
    [InlineData("delivery: {deadLetterSink: {uri: /x}}", "spec.delivery.deadLetterSink.ref.kind is missing")]
    [InlineData("delivery: {deadLetterSink: {ref: {apiVersion: v1, kind: Service, name: s}}}",
        "spec.delivery.deadLetterSink.ref.apiVersion is v1")]
    [InlineData("delivery: [1]", "spec.delivery must be a mapping")]
    [InlineData("brokerRef: {name: other}", "spec.brokerRef is not understood")]
    [InlineData("filters: {exact: {type: a}}", "spec.filters must be a list")]
    public void Load_TriggerNotUnderstood_IsRefusedByFileAndField(string line, string message)
    {
        var node = ManifestText.Parse("t.yaml", $"{Trigger}\n  {line}");

        var refusal = Assert.Throws<ManifestException>(() => TriggerManifest.Read(node, "test"));

        Assert.StartsWith($"t.yaml: {message}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schedule: '* * *'", "spec.schedule is no schedule: The given cron expression")]
    [InlineData("schedule: '61 * * * *'",
        "spec.schedule is no schedule: The given cron expression has an invalid format. Minutes: ")]
    [InlineData("schedule: '0 0 * * *'\n  timezone: Europe/Atlantis", "spec.timezone holds Europe/Atlantis")]
    [InlineData("schedule: '0 0 * * *'\n  jsonData: x", "spec.jsonData is not understood")]
    [InlineData("schedule: '0 0 * * *'\n  dataBase64: '#'", "spec.dataBase64 is not base64")]
    public void Load_PingSourceNotUnderstood_IsRefusedByFileAndField(string lines, string message)
    {
        var node = ManifestText.Parse("p.yaml", $$"""
            apiVersion: sources.knative.dev/v1
            kind: PingSource
            metadata: {name: p}
            spec:
              sink: {ref: {apiVersion: eventing.knative.dev/v1, kind: Broker, name: default} }
              {{lines}}
            """);

        var refusal = Assert.Throws<ManifestException>(() => PingSourceManifest.Read(node, "test"));

        Assert.StartsWith($"p.yaml: {message}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TriggerOfAServiceThatIsNotThere_IsRefused()
    {
        await using var cluster = new TestCluster().WithBroker().WithTrigger("t", "a", "nowhere");

        var refusal = Assert.Throws<ManifestException>(cluster.Load);

        Assert.Contains("trigger-t.yaml: spec.subscriber.ref.name is nowhere", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NoBrokerForTheTrigger_IsRefused()
    {
        await using var cluster = new TestCluster().WithService("s", new Uri("http://127.0.0.1:1")).WithTrigger("t", "a", "s");

        Assert.Contains("no such Broker", Assert.Throws<ManifestException>(cluster.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NotYaml_IsRefusedByFileAndLine()
    {
        await using var cluster = new TestCluster().WithFile("bad.yaml", "kind: A\n  x: [");

        Assert.StartsWith("bad.yaml: line 2", Assert.Throws<ManifestException>(cluster.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_MissingFile_IsRefusedByName()
    {
        var folder = Directory.CreateTempSubdirectory("longshore-manifests-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), "resources: [gone.yaml]\n",
            TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<ManifestException>(() => ClusterManifests.Load(folder));
        Directory.Delete(folder, recursive: true);

        Assert.Equal("kustomization.yaml: resources[0] names gone.yaml, which does not exist.", refusal.Message);
    }

    [Fact]
    public async Task Load_Patches_AreRefused()
    {
        var folder = Directory.CreateTempSubdirectory("longshore-manifests-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), "resources: []\npatches: []\n",
            TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<ManifestException>(() => ClusterManifests.Load(folder));
        Directory.Delete(folder, recursive: true);

        Assert.StartsWith("kustomization.yaml: patches is not understood", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PT0S", 0)]
    [InlineData("PT0.2S", 0.2)]
    [InlineData("PT1M30S", 90)]
    [InlineData("P1DT1H", 90000)]
    public void Parse_Duration_IsRead(string text, double seconds)
    {
        Assert.True(IsoDuration.TryParse(text, out var span));
        Assert.Equal(seconds, span.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("-PT1S")]
    [InlineData("PT")]
    [InlineData("5")]
    [InlineData("")]
    public void Parse_NoDuration_IsRefused(string text)
    {
        Assert.False(IsoDuration.TryParse(text, out _));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 6)]
    public void Backoff_Linear_GrowsByTheDelayFromNothing(int retries, int seconds)
    {
        var spec = new DeliverySpec { Policy = BackoffPolicy.Linear, BackoffDelay = TimeSpan.FromSeconds(2) };

        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPolicy.Backoff(spec, retries));
    }
}
