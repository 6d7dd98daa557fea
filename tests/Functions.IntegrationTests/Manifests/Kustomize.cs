using System.Diagnostics;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Manifests;

/// <summary><c>kubectl kustomize</c>, which is the only judge of how overlays compose.</summary>
internal static class Kustomize
{
    public const string WhyNot = "kubectl is not on PATH, and only kustomize itself says what an overlay renders to";

    private static readonly Dictionary<string, Task<IReadOnlyList<Manifest>>> Rendered = new(StringComparer.Ordinal);

    public static bool IsPresent => PathTool.Find("kubectl") is not null;

    /// <summary>What an overlay renders to; <c>base components/x</c> is the base with that component.</summary>
    /// <param name="target">Folders relative to <c>knative/</c>: a kustomization, then components on top of it.</param>
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
        if (folders.Length == 1)
            return Manifest.Read(target, await KubectlAsync(Path.Combine(KnativeFolder.Path, target)));
        var temporary = Directory.CreateTempSubdirectory("longshore-kustomize-").FullName;
        try
        {
            var from = Path.GetRelativePath(temporary, KnativeFolder.Path);
            await File.WriteAllTextAsync(Path.Combine(temporary, "kustomization.yaml"),
                $"namespace: longshore\nresources: [{from}/{folders[0]}]\ncomponents: [{string.Join(", ", folders.Skip(1).Select(folder => $"{from}/{folder}"))}]\n");
            return Manifest.Read(target, await KubectlAsync(temporary));
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task<string> KubectlAsync(string folder)
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
