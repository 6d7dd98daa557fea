using System.Text.RegularExpressions;
using Xunit;

namespace Longshore.IntegrationTests.Manifests;

/// <summary><c>knative/install.sh</c> applies an overlay in two steps.</summary>
public sealed partial class InstallTests
{
    private static readonly string Script = File.ReadAllText(Path.Combine(KnativeFolder.Path, "install.sh"));

    /// <summary>A Service that gets K_SINK from a SinkBinding comes after the binding and what the binding leads to.</summary>
    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task FirstStep_OfEveryOverlay_HasTheBindingsAndTheirSinksButNotTheirSubjects(string target)
    {
        var late = Late().Match(Script).Groups["names"].Value.Split(',');
        var manifests = await Overlays.RenderAsync(target);
        var first = manifests.Where(manifest => !late.Contains(Component(manifest))).ToArray();
        var bindings = manifests.Where(static manifest => manifest.Kind == Manifest.SinkBinding).ToArray();

        Assert.Superset(bindings.ToHashSet(), first.ToHashSet());
        Assert.All(bindings, binding =>
        {
            var sink = binding.Body["spec"]!["sink"]!["ref"]!;
            Assert.Contains(first, each => each.ToString() == $"{sink["apiVersion"]} {sink["kind"]} {sink["name"]}");
            var subject = binding.Body["spec"]!["subject"]!;
            if ($"{subject["kind"]}" == "Service")
                Assert.DoesNotContain(first, each => each.ToString() == $"{subject["apiVersion"]} {subject["kind"]} {subject["name"]}");
        });
    }

    private static string? Component(Manifest manifest) =>
        manifest.Body["metadata"]!["labels"]?["app.kubernetes.io/component"]?.GetValue<string>();

    [GeneratedRegex(@"component notin \((?<names>[a-z,-]+)\)")]
    private static partial Regex Late();
}
