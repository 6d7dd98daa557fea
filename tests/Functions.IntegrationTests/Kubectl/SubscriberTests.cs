using System.Text.Json.Nodes;
using Longshore.IntegrationTests.Manifests;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Kubectl;

/// <summary>
/// <c>knative/cluster/check-subscribers.sh</c> against objects of the shape that Eventing 1.22 makes: a Trigger owns a
/// Subscription, which Knative writes into the channel as a subscriber under the Subscription's uid.
/// </summary>
public sealed class SubscriberTests : IAsyncLifetime
{
    private static readonly string[] Triggers = ["batch-ready", "batch-synced"];

    private readonly List<JsonObject> _subscribers = [];
    private FakeApiServer _server = null!;
    private ClusterScripts _scripts = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ClusterScripts.ArePossible, ClusterScripts.WhyNot);
        Assert.SkipUnless(PathTool.Find("jq") is not null, "check-subscribers.sh was not run: install jq");
        _server = await FakeApiServer.StartAsync();
        _scripts = new ClusterScripts(null, _server.Address);
        foreach (var trigger in Triggers)
        {
            _server.Add("triggers", Read($$"""
                apiVersion: eventing.knative.dev/v1
                kind: Trigger
                metadata: {name: {{trigger}}, namespace: freight, uid: trigger-{{trigger}} }
                spec: {broker: default}
                """));
            _server.Add("subscriptions", Read($$"""
                apiVersion: messaging.knative.dev/v1
                kind: Subscription
                metadata:
                  name: default-{{trigger}}-x
                  namespace: freight
                  uid: subscription-{{trigger}}
                  ownerReferences: [{uid: trigger-{{trigger}} }]
                spec:
                  channel: {apiVersion: messaging.knative.dev/v1, kind: InMemoryChannel, name: default-kne-trigger}
                status:
                  physicalSubscription: {subscriberUri: "http://filter/{{trigger}}", subscriberAudience: filter}
                  auth: {serviceAccountName: oidc-{{trigger}} }
                """));
            _subscribers.Add(Subscriber(trigger));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _scripts?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Check_EachTriggerOnce_IsGood() =>
        Assert.Contains("2 subscribers, each Trigger once", await ExpectAsync(0), StringComparison.Ordinal);

    /// <summary>What was left when OIDC was switched on in a running install.</summary>
    [Fact]
    public async Task Check_SubscriberOfASubscriptionThatIsGone_IsNamedWithWhatToDo()
    {
        _subscribers.Add(Read("{uid: subscription-old, subscriberUri: 'http://filter/batch-ready'}"));

        var output = await ExpectAsync(1);

        Assert.Contains("no Trigger: http://filter/batch-ready (uid subscription-old)", output, StringComparison.Ordinal);
        Assert.Contains("Some subscribers send a token and some send none", output, StringComparison.Ordinal);
        Assert.Contains("kubectl -n freight delete broker default", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_TriggerThatIsNotThere_IsNamed()
    {
        _subscribers.RemoveAt(0);

        Assert.Contains("Trigger batch-ready is 0 times among the subscribers", await ExpectAsync(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_TriggerThatIsThereTwice_IsNamed()
    {
        _subscribers.Add(Subscriber("batch-ready"));

        Assert.Contains("Trigger batch-ready is 2 times among the subscribers", await ExpectAsync(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OldAudience_IsNamed()
    {
        _subscribers[1].Remove("subscriberAudience");

        Assert.Contains("Trigger batch-synced: subscriberAudience is not set in the channel and filter in its Subscription",
            await ExpectAsync(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_TriggerWithoutSubscription_IsNamed()
    {
        _server.Add("triggers", Read("""
            apiVersion: eventing.knative.dev/v1
            kind: Trigger
            metadata: {name: new, namespace: freight, uid: trigger-new}
            spec: {broker: default}
            """));

        Assert.Contains("Trigger new has 0 Subscriptions", await ExpectAsync(1), StringComparison.Ordinal);
    }

    /// <summary>Kafka's Broker needs no channel.</summary>
    [Fact]
    public async Task Check_BrokerWithoutChannel_IsGood()
    {
        _server.Add("brokers", Read("""
            apiVersion: eventing.knative.dev/v1
            kind: Broker
            metadata: {name: kafka, namespace: freight, annotations: {eventing.knative.dev/broker.class: Kafka}}
            """));

        Assert.Contains("Broker kafka (Kafka) has no channel", await ExpectAsync(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NamespaceWithoutBroker_SaysSo()
    {
        var (exit, output) = await _scripts.RunAsync("check-subscribers.sh", "elsewhere");

        Assert.Equal((1, "check-subscribers.sh: there is no Broker in elsewhere\n"), (exit, output));
    }

    private async Task<string> ExpectAsync(int code)
    {
        _server.Add("brokers", Read("""
            apiVersion: eventing.knative.dev/v1
            kind: Broker
            metadata: {name: default, namespace: freight, annotations: {eventing.knative.dev/broker.class: MTChannelBasedBroker}}
            status:
              annotations:
                knative.dev/channelAPIVersion: messaging.knative.dev/v1
                knative.dev/channelKind: InMemoryChannel
                knative.dev/channelName: default-kne-trigger
            """));
        var channel = Read("""
            apiVersion: messaging.knative.dev/v1
            kind: InMemoryChannel
            metadata: {name: default-kne-trigger, namespace: freight}
            spec: {}
            """);
        channel["spec"]!["subscribers"] = new JsonArray([.. _subscribers]);
        _server.Add("inmemorychannels", channel);
        var (exit, output) = await _scripts.RunAsync("check-subscribers.sh", "freight");
        Assert.True(exit == code, output);
        return output;
    }

    private static JsonObject Subscriber(string trigger) => Read($$"""
        uid: subscription-{{trigger}}
        subscriberUri: "http://filter/{{trigger}}"
        subscriberAudience: filter
        auth: {serviceAccountName: oidc-{{trigger}} }
        """);

    private static JsonObject Read(string yaml) => YamlJson.Documents("test", yaml).Single();
}
