using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>Triggers and functions agree on whose token for whom comes with an event.</summary>
public sealed class EventAuthTests
{
    private const string Component = "base components/event-auth components/jobsink";

    /// <summary>Of components/jobsink; deadletter names it whether the component is there or not.</summary>
    private const string FailedJobs = "failed-jobs-oidc-sources.knative.dev-sinkbinding";

    /// <summary>Kubernetes' bound, over which Knative cuts a ServiceAccount's name and adds a hash.</summary>
    private const int LongestName = 63;

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Audiences_OfEveryOverlay_AreThoseOfTheFunctions(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var audiences = Functions(manifests)
            .ToDictionary(static name => name, name => Environment(name, manifests)["EventAuth__Audience"]);

        Assert.Equal(audiences.Count, audiences.Values.Distinct().Count());
        Assert.All(Deliveries(manifests), delivery =>
            Assert.Equal(audiences[Named(delivery.To)], delivery.To["audience"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Subjects_OfEveryOverlay_AreTheSendersThatLeadThere(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        foreach (var function in Functions(manifests))
        {
            var leading = Deliveries(manifests).Where(delivery => Named(delivery.To) == function)
                .Select(static delivery => delivery.Subject).OfType<string>().Distinct();
            var subjects = Environment(function, manifests)["EventAuth__Subjects"].Split(',', StringSplitOptions.TrimEntries);

            Assert.All(subjects, static name => Assert.InRange(name.Length, 1, LongestName));
            Assert.Equal(leading.Union(function == "deadletter" ? [FailedJobs] : []).Order(), subjects.Order());
        }
    }

    [Fact]
    public async Task Component_TokensAreRequiredByFunctionsThatCanFetchTheKeys()
    {
        var manifests = await Overlays.RenderAsync(Component);

        Assert.All(Functions(manifests), name =>
        {
            var service = Service(name, manifests);
            Assert.Equal("true", Environment(name, manifests)["EventAuth__Required"]);
            Assert.Null(service.Pod!["automountServiceAccountToken"]);
            var account = service.Pod!["serviceAccountName"]!.GetValue<string>();
            Assert.True(manifests.Single(each => each.Kind == "v1 ServiceAccount" && each.Name == account)
                .Body["automountServiceAccountToken"]!.GetValue<bool>());
        });
        Assert.All(AppFunctions.DefaultNames.Except(AppFunctions.Takers), name =>
            Assert.False(Service(name, manifests).Pod!["automountServiceAccountToken"]!.GetValue<bool>()));
        Assert.DoesNotContain("EventAuth__Required", Environment("sync", await Overlays.RenderAsync("base")).Keys);
    }

    /// <summary>Functions that take events, those that need a JobSink only beside one.</summary>
    private static string[] Functions(IReadOnlyList<Manifest> manifests) =>
    [
        .. manifests.Any(static manifest => manifest.Kind == Manifest.JobSink)
            ? AppFunctions.Takers : AppFunctions.Takers.Intersect(AppFunctions.DefaultNames),
    ];

    /// <summary>
    /// What is sent to a function's own address, and as which ServiceAccount: null for a Broker, whose Triggers send its dead
    /// letters. Source: Knative Eventing, pkg/auth/serviceaccount.go.
    /// </summary>
    private static (string? Subject, JsonObject To)[] Deliveries(IReadOnlyList<Manifest> manifests) =>
    [
        .. manifests.Where(static manifest => Sends(manifest.Kind)).SelectMany(static manifest =>
        {
            var spec = manifest.Body["spec"]!;
            return new[] { spec["subscriber"], spec["sink"], spec["delivery"]?["deadLetterSink"] }.OfType<JsonObject>()
                .Where(static to => to["ref"]!["kind"]!.GetValue<string>() == "Service")
                .Select(to => (manifest.Kind == Manifest.Broker ? null : SubjectOf(manifest), to));
        }),
    ];

    private static bool Sends(string kind) =>
        kind is Manifest.Trigger or Manifest.Broker or Manifest.PingSource or Manifest.SinkBinding;

    private static string SubjectOf(Manifest manifest)
    {
        var kind = manifest.Kind.Split(' ');
        return $"{manifest.Name}-oidc-{kind[0].Split('/')[0]}-{kind[1].ToLowerInvariant()}";
    }

    private static string Named(JsonObject destination) => destination["ref"]!["name"]!.GetValue<string>();

    private static Manifest Service(string name, IReadOnlyList<Manifest> manifests) =>
        manifests.Single(manifest => manifest.Kind == Manifest.Service && manifest.Name == name);

    private static Dictionary<string, string> Environment(string name, IReadOnlyList<Manifest> manifests) =>
        Manifest.Environment(Service(name, manifests).Functions.Single(), manifests);
}
