using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>The component <c>jobsink</c>: its Jobs' sink, and what looks for those that failed.</summary>
public sealed class JobSinkTests
{
    private const string Target = "base components/jobsink";
    private const string FailedJobs = "failed-jobs";

    [Fact]
    public async Task Jobs_OfTheJobSink_GetTheirSinkFromASinkBinding()
    {
        var manifests = await Overlays.RenderAsync(Target);
        var jobSink = manifests.Single(static manifest => manifest.Kind == Manifest.JobSink);
        var binding = Spec(manifests, Manifest.SinkBinding, "backlog");

        Assert.DoesNotContain("K_SINK", jobSink.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("batch/v1 Job", $"{binding["subject"]!["apiVersion"]} {binding["subject"]!["kind"]}");
        var labels = jobSink.Body["spec"]!["job"]!["metadata"]!["labels"]!.AsObject();
        Assert.All(
            binding["subject"]!["selector"]!["matchLabels"]!.AsObject(),
            wanted => Assert.Equal($"{wanted.Value}", $"{labels[wanted.Key]}"));
    }

    [Fact]
    public async Task FailedJobs_ServiceAccount_ListsJobsAndGetsSecretsOnly()
    {
        var manifests = await Overlays.RenderAsync(Target);
        var service = manifests.Single(static manifest => manifest.Kind == Manifest.Service && manifest.Name == FailedJobs);
        var binding = manifests.Single(static manifest => manifest.Kind.EndsWith(" RoleBinding", StringComparison.Ordinal)).Body;
        var role = manifests.Single(static manifest => manifest.Kind.EndsWith(" Role", StringComparison.Ordinal)).Body;

        var subject = Assert.Single(Manifest.Items(binding["subjects"]));
        Assert.Equal($"{service.Pod!["serviceAccountName"]}", $"{subject["name"]}");
        Assert.Equal($"{service.Body["metadata"]!["namespace"]}", $"{subject["namespace"]}");
        Assert.Equal(["batch jobs list", " secrets get"], Manifest.Items(role["rules"])
            .Select(static rule => string.Join(' ', One(rule["apiGroups"]), One(rule["resources"]), One(rule["verbs"]))));
        Assert.DoesNotContain("S3__", service.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedJobs_PingsAndLetters_GoAroundTheBroker()
    {
        var manifests = await Overlays.RenderAsync(Target);
        var ping = Spec(manifests, "sources.knative.dev/v1 PingSource", FailedJobs);
        var sink = Spec(manifests, Manifest.SinkBinding, FailedJobs)["sink"]!;

        Assert.Equal($"{Manifest.Service} {FailedJobs}", Reference(ping["sink"]!));
        Assert.Equal(($"{Manifest.Service} deadletter", "/deadletters"), (Reference(sink), $"{sink["uri"]}"));
        // A letter within a minute: twice a minute, whatever the rest takes.
        Assert.StartsWith("*/30 ", $"{ping["schedule"]}", StringComparison.Ordinal);
    }

    private static string One(JsonNode? list) => $"{Assert.Single(list!.AsArray())}";

    private static JsonNode Spec(IEnumerable<Manifest> manifests, string kind, string name) =>
        manifests.Single(manifest => manifest.Kind == kind && manifest.Name == name).Body["spec"]!;

    private static string Reference(JsonNode destination) =>
        $"{destination["ref"]!["apiVersion"]} {destination["ref"]!["kind"]} {destination["ref"]!["name"]}";
}
