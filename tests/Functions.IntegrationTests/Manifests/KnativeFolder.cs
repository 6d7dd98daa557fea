using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>The repository's <c>knative/</c>.</summary>
internal static class KnativeFolder
{
    public static string Root => Repository.Root;

    public static string Path => System.IO.Path.Combine(Root, "knative");

    /// <summary>Every kustomization, relative to <see cref="Path"/>, with what it is: Kustomization or Component.</summary>
    public static IEnumerable<(string Folder, string Kind)> Kustomizations => Directory
        .EnumerateFiles(Path, "kustomization.yaml", SearchOption.AllDirectories)
        .Select(file => (System.IO.Path.GetRelativePath(Path, System.IO.Path.GetDirectoryName(file)!),
            YamlJson.Documents(file, File.ReadAllText(file)).Single()["kind"]!.GetValue<string>()))
        .OrderBy(static each => each.Item1, StringComparer.Ordinal);

    /// <summary>The kustomizations in a folder, relative to <see cref="Path"/>.</summary>
    public static IEnumerable<string> Under(string folder) => Kustomizations.Select(static each => each.Folder)
        .Where(each => each.StartsWith($"{folder}/", StringComparison.Ordinal));
}
