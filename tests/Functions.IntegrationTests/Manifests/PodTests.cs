using System.Text.Json.Nodes;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>What the functions' pods may do, and for how long.</summary>
public sealed class PodTests
{
    private const int MostByDefault = 600;

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Functions_InEveryOverlay_HaveNoPrivileges(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var pods = manifests.Where(static manifest => manifest.Functions.Any()).ToArray();
        var bound = manifests.Where(static manifest => manifest.Kind.EndsWith("RoleBinding", StringComparison.Ordinal))
            .SelectMany(static binding => Manifest.Items(binding.Body["subjects"]))
            .Select(static subject => $"{subject["name"]}").ToArray();

        Assert.All(pods, pod =>
        {
            // Knative Serving refuses the field where it is true. An account that a Role is bound to talks to the Kubernetes API;
            // with event-auth others do, which EventAuthTests names.
            if (bound.Contains($"{pod.Pod!["serviceAccountName"]}"))
                Assert.Null(pod.Pod!["automountServiceAccountToken"]);
            else if (!target.Contains("event-auth", StringComparison.Ordinal))
                Assert.False(pod.Pod!["automountServiceAccountToken"]!.GetValue<bool>());
            Assert.All(pod.Functions, static container =>
            {
                var security = container["securityContext"]!;
                Assert.False(security["allowPrivilegeEscalation"]!.GetValue<bool>());
                Assert.True(security["readOnlyRootFilesystem"]!.GetValue<bool>());
                Assert.True(security["runAsNonRoot"]!.GetValue<bool>());
                Assert.Equal(65532, security["runAsUser"]!.GetValue<long>());
                Assert.Equal("[\"ALL\"]", security["capabilities"]!["drop"]!.ToJsonString());
                Assert.Equal("RuntimeDefault", security["seccompProfile"]!["type"]!.GetValue<string>());
                Assert.Equal(["cpu", "memory"],
                    container["resources"]!["limits"]!.AsObject().Select(static limit => limit.Key).Order());
                Assert.Equal(["cpu", "memory"],
                    container["resources"]!["requests"]!.AsObject().Select(static request => request.Key).Order());
            });
        });
        var services = pods.Where(static pod => pod.Kind == Manifest.Service).Select(static pod => pod.Name).Order();
        var ofJobs = pods.Any(static pod => pod.Kind == Manifest.JobSink) ? AppFunctions.OnlyByName : [];
        Assert.Equal(AppFunctions.DefaultNames.Concat(ofJobs).Order(), services);
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Volume_InEveryOverlay_IsWrittenByCleanupAlone(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var modes = manifests.Where(static manifest => manifest.Functions.Any()).Select(manifest => (
            Function: Manifest.Environment(manifest.Functions.Single(), manifests)["FUNCTIONS"],
            Mode: Manifest.Items(manifest.Pod!["volumes"])
                .SingleOrDefault(static volume => volume["persistentVolumeClaim"] is not null) is not { } volume
                ? "none"
                : Mode(volume["persistentVolumeClaim"]!)
                    == Mode(Manifest.Items(manifest.Containers.Single()["volumeMounts"]).Single())
                    ? Mode(volume["persistentVolumeClaim"]!) : "contradiction")).ToArray();

        Assert.Contains(("cleanup", "write"), modes);
        Assert.All(modes, static each => Assert.Equal(
            each.Function == "cleanup" ? "write" : AppFunctions.WithVolume.Contains(each.Function) ? "read" : "none", each.Mode));
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Timeouts_OfDeadlineRequestAndDelivery_NestInThatOrder(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        foreach (var service in manifests.Where(static manifest => manifest.Kind == Manifest.Service && manifest.Functions.Any()))
        {
            var deadline = Duration(Manifest.Environment(service.Functions.Single(), manifests)["Host__Deadline"]);
            var start = service.Pod!["responseStartTimeoutSeconds"]!.GetValue<long>();
            var whole = service.Pod["timeoutSeconds"]!.GetValue<long>();
            Assert.True(deadline.TotalSeconds < start && start <= whole && whole <= MostByDefault, service.Name);
            Assert.All(manifests.Where(manifest => manifest.Kind == Manifest.Trigger
                && manifest.Body["spec"]!["subscriber"]!["ref"]!["name"]!.GetValue<string>() == service.Name),
                trigger => Assert.True(Duration(
                    trigger.Body["spec"]!["delivery"]!["timeout"]!.GetValue<string>()).TotalSeconds > whole, trigger.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Schedule_BatchesInFlight_AreAsManyAsSyncRuns(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var services = manifests.Where(static manifest => manifest.Kind == Manifest.Service)
            .ToDictionary(static service => service.Name, StringComparer.Ordinal);
        var sync = services["sync"];

        var places = sync.Pod!["containerConcurrency"]!.GetValue<long>()
            * long.Parse(Annotation(sync, "max-scale"), System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal($"{places}",
            Manifest.Environment(services["schedule"].Functions.Single(), manifests)["Schedule__ParallelBatches"]);
        Assert.All(services.Values.Where(static service => service.Functions.Any()),
            static service => Assert.Equal("0", Annotation(service, "min-scale")));
    }

    [Fact]
    public void Cluster_Switches_AllowWhatTheFunctionsNeed()
    {
        var file = Path.Combine(KnativeFolder.Path, "cluster", "config-features.yaml");
        var features = YamlJson.Documents(file, File.ReadAllText(file)).Single()["data"]!;

        Assert.Equal("enabled", features["kubernetes.podspec-persistent-volume-claim"]!.GetValue<string>());
        Assert.Equal("enabled", features["kubernetes.podspec-persistent-volume-write"]!.GetValue<string>());
        Assert.Equal("enabled", features["kubernetes.podspec-securitycontext"]!.GetValue<string>());
    }

    private static string Mode(JsonNode mount) => mount["readOnly"]?.GetValue<bool>() == true ? "read" : "write";

    private static string Annotation(Manifest service, string name) =>
        service.Body["spec"]!["template"]!["metadata"]!["annotations"]![$"autoscaling.knative.dev/{name}"]!.GetValue<string>();

    private static TimeSpan Duration(string text) =>
        IsoDuration.TryParse(text, out var span) ? span : throw new FormatException(text);
}
