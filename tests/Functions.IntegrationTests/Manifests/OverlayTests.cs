using System.Text.Json.Nodes;
using Longshore.Settings;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>What every rendered overlay must be, whatever it is for.</summary>
public sealed class OverlayTests
{
    /// <summary>Made by hand, so that no file holds it; docs/aws.md has the command.</summary>
    private static readonly string[] MadeByHand = ["longshore-aws"];

    [Fact]
    public void Kustomizations_AllOfThem_AreRenderedByTheseTests()
    {
        var rendered = Overlays.OfFunctions.Append(Overlays.Monitoring).SelectMany(static target => target.Split(' '));

        // Overlays name the transformers.
        Assert.DoesNotContain(KnativeFolder.Kustomizations.Select(static each => each.Folder).Except(rendered),
            static folder => !folder.Split('/').Contains("transformers"));
    }

    [Theory]
    [MemberData(nameof(Overlays.All), MemberType = typeof(Overlays))]
    public async Task Render_Kubernetes_KindsHaveOnlyFieldsThatExist(string target)
    {
        var manifests = await Overlays.RenderAsync(target);

        var problems = manifests.SelectMany(static manifest => CoreKinds.Find(manifest.Kind) is { } schema
            ? StructuralSchema.Problems(manifest.Body, schema, manifest.ToString())
            : manifest.Kind.Contains(".knative.dev/", StringComparison.Ordinal)
                ? [] : [$"{manifest} is of a kind that nobody has looked up"]);
        Assert.Empty(problems);
        Assert.Empty(manifests.Where(static manifest => manifest.Kind == Manifest.JobSink).SelectMany(static manifest =>
            StructuralSchema.Problems(manifest.Body["spec"]!["job"], CoreKinds.Shape("jobSinkJob"), manifest.ToString())));
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Render_Knative_ObeysTheResourceDefinitions(string target)
    {
        Assert.SkipUnless(CustomResources.ArePresent, CustomResources.WhyNot);
        var manifests = await Overlays.RenderAsync(target);

        var problems = manifests.Where(static manifest => manifest.Kind.Contains(".knative.dev/", StringComparison.Ordinal))
            .SelectMany(static manifest =>
            CustomResources.Find(manifest.Kind) is { } schema
                ? StructuralSchema.Problems(manifest.Body, schema, manifest.ToString())
                : [$"{manifest} is of a kind that no definition has"]);
        Assert.Empty(problems);
    }

    [Theory]
    [MemberData(nameof(Overlays.Applied), MemberType = typeof(Overlays))]
    public async Task Render_Images_HaveATagThatStays(string target)
    {
        var images = (await Overlays.RenderAsync(target)).SelectMany(static manifest => manifest.Containers)
            .Select(static container => container["image"]!.GetValue<string>()).ToArray();

        Assert.NotEmpty(images);
        Assert.All(
            images, static image => Assert.Matches(@"^[a-z0-9./-]+(:(?!latest$)[0-9][a-z0-9.-]*|@sha256:[0-9a-f]{64})$", image));
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Render_References_LeadToWhatIsThere(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var there = manifests.Select(static manifest => manifest.ToString())
            .Concat(MadeByHand.Select(static name => $"v1 Secret {name}")).ToHashSet();

        var lost = manifests.SelectMany(manifest => References.Of(manifest)
            .Where(reference => !there.Contains(reference)).Select(reference => $"{manifest} refers to {reference}"));

        Assert.Empty(lost);
        Assert.Equal(manifests.Count, manifests.DistinctBy(static manifest => manifest.ToString()).Count());
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Render_Objects_CarryTheRecommendedLabelsAndOneNamespace(string target)
    {
        string[] recommended = target.StartsWith("overlays/", StringComparison.Ordinal)
            ? ["name", "instance", "part-of", "managed-by"] : ["name"];
        Assert.All(await Overlays.RenderAsync(target), manifest =>
        {
            var metadata = manifest.Body["metadata"]!;
            if (manifest.Kind is not ("v1 Namespace" or "storage.k8s.io/v1 StorageClass"))
                Assert.Equal("longshore", metadata["namespace"]?.GetValue<string>());
            Assert.All(recommended, label => Assert.NotNull(metadata["labels"]?[$"app.kubernetes.io/{label}"]));
            if (manifest.Kind == Manifest.Service)
                Assert.Equal(TelemetryNames.Version, metadata["labels"]!["app.kubernetes.io/version"]!.GetValue<string>());
        });
    }

    /// <summary>What a rendering starts with is there when the rest is applied.</summary>
    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Render_Namespace_ComesFirst(string target)
    {
        var manifests = await Overlays.RenderAsync(target);

        Assert.Equal("v1 Namespace longshore", manifests[0].ToString());
    }

    /// <summary>Receipts of several volumes in one bucket are told apart by it.</summary>
    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Render_VolumeName_IsNamespaceAndClaim(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var claim = manifests.Single(static manifest => manifest.Kind == "v1 PersistentVolumeClaim"
            && manifest.Name == "longshore-volume");

        Assert.All(manifests.SelectMany(static manifest => manifest.Functions), container =>
            Assert.Equal($"{claim.Body["metadata"]!["namespace"]!.GetValue<string>()}/{claim.Name}",
                Manifest.Environment(container, manifests)["Volume__Name"]));
    }

    /// <summary>In inclusion mode Eventing's webhook asks the namespace and the object for the same label.</summary>
    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Render_SubjectsOfSinkBindings_MayBeBoundInInclusionMode(string target)
    {
        const string label = "bindings.knative.dev/include";
        var manifests = await Overlays.RenderAsync(target);
        var subjects = manifests.Where(static manifest => manifest.Kind == Manifest.SinkBinding)
            .Select(binding => Subject(binding.Body["spec"]!["subject"]!))
            .Append(manifests.Single(static each => each.Kind == "v1 Namespace").Body["metadata"]!).ToArray();

        Assert.Superset(AppFunctions.Emitters.Intersect(AppFunctions.DefaultNames).Append<string?>("longshore").ToHashSet(),
            subjects.Select(static metadata => metadata["name"]?.GetValue<string>()).ToHashSet());
        Assert.All(subjects, static metadata => Assert.Equal("true", metadata["labels"]![label]!.GetValue<string>()));

        // Jobs are chosen by label: a JobSink makes them later, from its template.
        JsonNode Subject(JsonNode subject) => subject["name"] is { } name
            ? manifests.Single(each => each.ToString() == $"{subject["apiVersion"]} {subject["kind"]} {name}").Body["metadata"]!
            : manifests.Single(static each => each.Kind == Manifest.JobSink).Body["spec"]!["job"]!["metadata"]!;
    }
}
