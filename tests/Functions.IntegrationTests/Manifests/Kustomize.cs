using System.Diagnostics;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Manifests;

/// <summary><c>kubectl kustomize</c>, which is the only judge of how overlays compose.</summary>
internal static class Kustomize
{
    public const string WhyNot = "the manifests were not rendered: install kubectl, whose kustomize does it";

    /// <summary>The account in the settings of a composed overlay.</summary>
    public const string Account = "111122223333";

    private static readonly Dictionary<string, Task<IReadOnlyList<Manifest>>> Rendered = new(StringComparer.Ordinal);

    public static bool IsPresent => PathTool.Find("kubectl") is not null;

    /// <summary>What an overlay renders to; <c>base components/x</c> is an overlay of the base with that component.</summary>
    /// <param name="target">Folders below <c>knative/</c>: a kustomization, or the base and components on top of it.</param>
    public static Task<IReadOnlyList<Manifest>> RenderAsync(string target)
    {
        lock (Rendered)
        {
            if (!Rendered.TryGetValue(target, out var rendering))
                Rendered[target] = rendering = RunAsync(target);
            return rendering;
        }
    }

    private static async Task<IReadOnlyList<Manifest>> RunAsync(string target)
    {
        var folders = target.Split(' ');
        return folders.Length == 1
            ? Manifest.Read(target, await KubectlAsync(Path.Combine(KnativeFolder.Path, target)))
            : await ComposeAsync("longshore", folders[1..]);
    }

    /// <summary>An overlay of the base, with components in the given order and what every overlay has beside them.</summary>
    /// <param name="components">Folders relative to <c>knative/</c>.</param>
    public static Task<IReadOnlyList<Manifest>> ComposeAsync(string space, IReadOnlyList<string> components) =>
        ComposeAsync([(space, components)]);

    /// <summary>Several such overlays in one run, which takes a third of the time; their namespaces tell them apart.</summary>
    public static async Task<IReadOnlyList<Manifest>> ComposeAsync(
        IReadOnlyList<(string Space, IReadOnlyList<string> Components)> overlays)
    {
        var temporary = Directory.CreateTempSubdirectory("longshore-kustomize-").FullName;
        try
        {
            foreach (var (space, components) in overlays)
                await WriteAsync(Path.Combine(temporary, space), space, components);
            await File.WriteAllTextAsync(Path.Combine(temporary, "kustomization.yaml"),
                $"resources: [{string.Join(", ", overlays.Select(static each => each.Space))}]\n");
            return Manifest.Read(string.Join(' ', overlays), await KubectlAsync(temporary));
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task WriteAsync(string folder, string space, IReadOnlyList<string> components)
    {
        Directory.CreateDirectory(folder);
        var from = Path.GetRelativePath(folder, KnativeFolder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $$"""
            namespace: {{space}}
            resources: [{{from}}/base]
            components: [{{string.Join(", ", components.Select(component => $"{from}/{component}"))}}]
            images: [{name: longshore, newName: registry.example/longshore, newTag: 0.1.0}]
            patches:
              - patch: |-
                  apiVersion: v1
                  kind: ConfigMap
                  metadata: {name: longshore-settings}
                  data: {S3__ExpectedBucketOwner: "{{Account}}" }
            transformers: [{{from}}/transformers/account, {{from}}/transformers/namespace]
            """);
    }

    /// <summary>What <c>kubectl kustomize</c> prints.</summary>
    /// <param name="folder">Absolute.</param>
    public static async Task<string> KubectlAsync(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(PathTool.Find("kubectl")!, ["kustomize", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"kubectl kustomize {folder}: {await error}");
    }
}
