using Longshore.Sandbox.Knative;
using YamlDotNet.RepresentationModel;

namespace Longshore.IntegrationTests.Knative;

/// <summary>Manifests that stand in a test's own text.</summary>
internal static class ManifestText
{
    public static ManifestNode Parse(string file, string yaml)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(yaml);
        stream.Load(reader);
        return new ManifestNode(file, "", stream.Documents[0].RootNode);
    }
}
