using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Manifests;

/// <summary><c>knative/install.sh</c> applies an overlay in two steps.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class InstallTests : IDisposable
{
    private const string WhyNot = "knative/install.sh was not run: there is no sh on PATH";
    /// <summary>Stands for a folder that exists.</summary>
    private const string Overlay = "OVERLAY";

    private const string Late = "app.kubernetes.io/component notin";

    private static readonly string Script = Path.Combine(KnativeFolder.Path, "install.sh");

    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-install-").FullName;

    [Fact]
    public async Task Run_Overlay_AppliesItInTwoSteps()
    {
        Assert.SkipUnless(PathTool.Find("sh") is not null, WhyNot);
        var (exit, output) = await RunAsync("kind: Namespace\nmetadata:\n  labels:\n    name: x\n  name: freight\n", _folder);

        Assert.True(exit == 0, output);
        var calls = await File.ReadAllLinesAsync(Path.Combine(_folder, "calls"), TestContext.Current.CancellationToken);
        Assert.Equal(5, calls.Length);
        Assert.Equal($"kustomize {_folder}", calls[0]);
        Assert.StartsWith("apply -f ", calls[1], StringComparison.Ordinal);
        Assert.Contains(Late, calls[1], StringComparison.Ordinal);
        Assert.StartsWith("-n freight wait --for=condition=Ready broker/default ", calls[2], StringComparison.Ordinal);
        Assert.StartsWith("apply -f ", calls[3], StringComparison.Ordinal);
        Assert.DoesNotContain(Late, calls[3], StringComparison.Ordinal);
        Assert.StartsWith("-n freight wait --for=condition=Ready broker,ksvc,", calls[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: ConfigMap\nmetadata:\n  name: x\n", 2, "has no Namespace", Overlay)]
    [InlineData("kind: Namespace\nmetadata:\n  name: x\n---\n      - image: longshore\n", 2, "names no image", Overlay)]
    [InlineData("", 2, "usage:")]
    [InlineData("", 2, "usage:", "/no/such/overlay")]
    [InlineData("", 2, "usage:", "a", "b")]
    [InlineData("", 0, "usage:", "--help")]
    public async Task Run_SomethingElse_SaysWhatIsWrong(string rendered, int code, string words, params string[] arguments)
    {
        Assert.SkipUnless(PathTool.Find("sh") is not null, WhyNot);
        var (exit, output) =
            await RunAsync(rendered, [.. arguments.Select(argument => argument == Overlay ? _folder : argument)]);

        Assert.Equal(code, exit);
        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.DoesNotContain("apply", File.Exists(Path.Combine(_folder, "calls")) ? await File.ReadAllTextAsync(
            Path.Combine(_folder, "calls"), TestContext.Current.CancellationToken) : "", StringComparison.Ordinal);
    }

    /// <summary>With a kubectl that fails at one call, the script ends there.</summary>
    [Theory]
    [InlineData("kustomize", 1)]
    [InlineData("apply", 2)]
    [InlineData("-n", 3)]
    public async Task Run_KubectlFails_EndsThere(string call, int calls)
    {
        Assert.SkipUnless(PathTool.Find("sh") is not null, WhyNot);
        var (exit, _) = await RunAsync("kind: Namespace\nmetadata:\n  name: freight\n", call, [_folder]);

        Assert.NotEqual(0, exit);
        Assert.Equal(calls, File.ReadAllLines(Path.Combine(_folder, "calls")).Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A Service that gets K_SINK from a SinkBinding comes after the binding and what the binding leads to.</summary>
    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task FirstStep_OfEveryOverlay_HasTheBindingsAndTheirSinksButNotTheirSubjects(string target)
    {
        var late = LateComponents().Match(File.ReadAllText(Script)).Groups["names"].Value.Split(',');
        var manifests = await Overlays.RenderAsync(target);
        var first = manifests.Where(manifest => !late.Contains(Component(manifest))).ToArray();
        var bindings = manifests.Where(static manifest => manifest.Kind == Manifest.SinkBinding).ToArray();

        Assert.Superset(bindings.ToHashSet(), first.ToHashSet());
        Assert.All(bindings, binding =>
        {
            var sink = binding.Body["spec"]!["sink"]!["ref"]!;
            Assert.Contains(first, each => each.ToString() == $"{sink["apiVersion"]} {sink["kind"]} {sink["name"]}");
            var subject = binding.Body["spec"]!["subject"]!;
            var bound = $"{subject["apiVersion"]} {subject["kind"]} {subject["name"]}";
            if ($"{subject["kind"]}" == "Service")
                Assert.DoesNotContain(first, each => each.ToString() == bound);
        });
    }

    private static string? Component(Manifest manifest) =>
        manifest.Body["metadata"]!["labels"]?["app.kubernetes.io/component"]?.GetValue<string>();

    private Task<(int ExitCode, string Output)> RunAsync(string rendered, params string[] arguments) =>
        RunAsync(rendered, "none", arguments);

    /// <summary>Runs the script with a kubectl that writes its calls down.</summary>
    private async Task<(int ExitCode, string Output)> RunAsync(string rendered, string failing, string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "rendered"), rendered);
        var kubectl = Path.Combine(_folder, "kubectl");
        await File.WriteAllTextAsync(kubectl, $"""
            #!/bin/sh
            echo "$*" >> '{_folder}/calls'
            [ "$1" != '{failing}' ] || exit 1
            [ "$1" != kustomize ] || cat '{_folder}/rendered'
            """.ReplaceLineEndings("\n") + "\n");
        File.SetUnixFileMode(kubectl, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(PathTool.Find("sh")!, [Script, .. arguments]);
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        return await PathTool.RunAsync(start);
    }

    [GeneratedRegex(@"component notin \((?<names>[a-z,-]+)\)")]
    private static partial Regex LateComponents();
}
