using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// The documents of a kustomize folder: those that its <c>kustomization.yaml</c> lists, folders among them. What would
/// change a document's meaning (patches, components, generators) is refused, since the sandbox does not apply it.
/// </summary>
/// <param name="Namespace">The namespace that kustomize gives to every document; null if it gives none.</param>
internal sealed record ManifestFolder(string? Namespace, IReadOnlyList<ManifestNode> Documents)
{
    public static ManifestFolder Load(string folder)
    {
        var path = Path.Combine(folder, "kustomization.yaml");
        if (!File.Exists(path))
            throw new ManifestException($"{path}: there is no such file; name a folder that holds a kustomization.yaml.");
        var kustomization = Parse(folder, "kustomization.yaml").SingleOrDefault();
        kustomization.Only("apiVersion", "kind", "namespace", "labels", "resources", "images");
        var documents = new List<ManifestNode>();
        foreach (var resource in kustomization["resources"].Items())
        {
            var name = resource.Text();
            if (Directory.Exists(Path.Combine(folder, name)))
                documents.AddRange(Load(Path.Combine(folder, name)).Documents);
            else if (File.Exists(Path.Combine(folder, name)))
                documents.AddRange(Parse(folder, name));
            else
                throw resource.Wrong($"names {name}, which does not exist");
        }

        return new ManifestFolder(kustomization["namespace"].OptionalText(), documents);
    }

    private static IEnumerable<ManifestNode> Parse(string folder, string name)
    {
        using var reader = File.OpenText(Path.Combine(folder, name));
        var stream = new YamlStream();
        try
        {
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new ManifestException($"{name}: line {e.Start.Line} is not YAML: {e.Message}", e);
        }

        return stream.Documents.Select(document => new ManifestNode(name, "", document.RootNode)).Where(node => node.Exists);
    }
}
