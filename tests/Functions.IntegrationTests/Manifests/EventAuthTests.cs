using System.Text.Json.Nodes;
using Xunit;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>Triggers and functions agree on whose token for whom comes with an event.</summary>
public sealed class EventAuthTests
{
    private const string Component = "base components/event-auth";
    private const string TriggerSuffix = "-oidc-eventing.knative.dev-trigger";

    /// <summary>Kubernetes' bound, over which Knative cuts a ServiceAccount's name and adds a hash.</summary>
    private const int LongestName = 63;

    private static readonly string[] Takers = ["cleanup", "deadletter", "schedule", "sync"];

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Audiences_OfEveryOverlay_AreThoseOfTheFunctions(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var audiences = Takers.ToDictionary(static name => name, name => Environment(name, manifests)["EventAuth__Audience"]);

        Assert.Equal(audiences.Count, audiences.Values.Distinct().Count());
        Assert.All(Destinations(manifests), destination =>
            Assert.Equal(audiences[Named(destination.To)], destination.To["audience"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Subjects_OfEveryOverlay_AreTheTriggersThatLeadThere(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        foreach (var function in Takers)
        {
            var leading = Destinations(manifests)
                .Where(destination => destination.Trigger is not null && Named(destination.To) == function)
                .Select(static destination => destination.Trigger + TriggerSuffix).Distinct().Order().ToArray();
            var subjects = Environment(function, manifests)["EventAuth__Subjects"].Split(',', StringSplitOptions.TrimEntries);

            Assert.All(leading, static name => Assert.InRange(name.Length, 1, LongestName));
            Assert.Equal(leading,
                subjects.Where(static subject => subject.EndsWith(TriggerSuffix, StringComparison.Ordinal)).Order());
            Assert.Equal(function == "deadletter" ? ["failed-jobs-oidc-sources.knative.dev-sinkbinding"] : [],
                subjects.Where(static subject => !subject.EndsWith(TriggerSuffix, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Component_TokensAreRequiredByFunctionsThatCanFetchTheKeys()
    {
        var manifests = await Overlays.RenderAsync(Component);

        Assert.All(Takers, name =>
        {
            Assert.Equal("true", Environment(name, manifests)["EventAuth__Required"]);
            Assert.True(Service(name, manifests).Pod!["automountServiceAccountToken"]!.GetValue<bool>());
        });
        Assert.False(Service("status", manifests).Pod!["automountServiceAccountToken"]!.GetValue<bool>());
        Assert.DoesNotContain("EventAuth__Required", Environment("sync", await Overlays.RenderAsync("base")).Keys);
    }

    /// <summary>Where events go: subscribers and dead-letter sinks of Triggers and Brokers, with the Trigger's name.</summary>
    private static (string? Trigger, JsonObject To)[] Destinations(IReadOnlyList<Manifest> manifests) =>
    [
        .. manifests.Where(static manifest => manifest.Kind is Manifest.Trigger or Manifest.Broker)
            .Select(static manifest =>
                (Trigger: manifest.Kind == Manifest.Trigger ? manifest.Name : null, Spec: manifest.Body["spec"]!))
            .SelectMany(static each => new[] { each.Spec["subscriber"], each.Spec["delivery"]?["deadLetterSink"] }
                .OfType<JsonObject>().Select(to => (each.Trigger, to))),
    ];

    private static string Named(JsonObject destination) => destination["ref"]!["name"]!.GetValue<string>();

    private static Manifest Service(string name, IReadOnlyList<Manifest> manifests) =>
        manifests.Single(manifest => manifest.Kind == Manifest.Service && manifest.Name == name);

    private static Dictionary<string, string> Environment(string name, IReadOnlyList<Manifest> manifests) =>
        Manifest.Environment(Service(name, manifests).Functions.Single(), manifests);
}
