namespace Longshore.IntegrationTests.Manifests;

/// <summary>Another namespace is one changed line in an overlay, and in <c>monitoring/</c>.</summary>
public sealed class NamespaceTests
{
    public static TheoryData<string> Targets => [.. Overlays.Whole, Overlays.Monitoring];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Render_InANamespaceOfOnesOwn_NamesNoOther(string target)
    {
        Assert.SkipUnless(Kustomize.IsPresent, Kustomize.WhyNot);
        var copy = Directory.CreateTempSubdirectory("longshore-freight-").FullName;
        try
        {
            CopyFolder(KnativeFolder.Path, copy);
            var file = Path.Combine(copy, target, "kustomization.yaml");
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.Single(text.Split('\n'), "namespace: longshore");
            text = text.Replace("namespace: longshore\n", "namespace: freight\n", StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

            var manifests = Manifest.Read(target, await Kustomize.KubectlAsync(Path.Combine(copy, target)));

            Assert.Empty(Namespaces.Left(manifests));
            Assert.All(
                manifests.Where(static manifest => manifest.Kind is not ("v1 Namespace" or "storage.k8s.io/v1 StorageClass")),
                static manifest => Assert.Equal("freight", $"{manifest.Body["metadata"]!["namespace"]}"));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>The transformer writes into longshore-defaults, so that an overlay may set another <c>Volume__Name</c>.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Render_Functions_ReadTheSettingsAfterTheDefaults(string target)
    {
        Assert.SkipUnless(Kustomize.IsPresent, Kustomize.WhyNot);
        var manifests = await Overlays.RenderAsync(target);

        Assert.All(manifests.SelectMany(static manifest => manifest.Functions), static container => Assert.Equal(
            ["longshore-defaults", "longshore-settings"],
            Manifest.Items(container["envFrom"]).Select(static source => source["configMapRef"]?["name"]?.GetValue<string>())
                .OfType<string>()));
    }

    /// <summary>The search finds each of the places that it is for.</summary>
    [Theory]
    [InlineData("data: {Volume__Name: longshore/longshore-volume}")]
    [InlineData("data: {x: 'http://otel-collector.longshore.svc.cluster.local:4317'}")]
    [InlineData("data: {x: 'http://broker-ingress.knative-eventing.svc.cluster.local/longshore/default'}")]
    [InlineData("data: {x: k8s.namespace.name=longshore}")]
    [InlineData("spec: {from: [{sub: 'system:serviceaccount:longshore:longshore-operator'}]}")]
    [InlineData("spec: {subject: {namespace: longshore}}")]
    [InlineData("spec: {expr: 'up{namespace=\"longshore\"}'}")]
    [InlineData("data: {x.json: '{\"expr\": \"up{k8s_namespace_name=\\\"longshore\\\"}\"}'}")]
    public void Left_OfANamespace_IsFound(string yaml) =>
        Assert.NotEmpty(Namespaces.Left(Manifest.Read("test",
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: x, namespace: freight}}\n{yaml}")));

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
