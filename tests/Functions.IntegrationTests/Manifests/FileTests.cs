using System.Text.Json;
using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>The files as they stand, which needs no tool.</summary>
public sealed class FileTests
{
    public static TheoryData<string> Yaml => [.. Files("*.yaml")];

    public static TheoryData<string> Json => [.. Files("*.json")];

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Read_EveryManifest_IsStrictYaml(string file)
    {
        var documents = YamlJson.Documents(file, File.ReadAllText(Path.Combine(KnativeFolder.Path, file)));

        Assert.NotEmpty(documents);
        Assert.All(documents, static document => Assert.True(document.ContainsKey("apiVersion") && document.ContainsKey("kind")));
    }

    [Theory]
    [MemberData(nameof(Json))]
    public void Read_EveryPolicy_IsStrictJson(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(KnativeFolder.Path, file)),
            new() { AllowDuplicateProperties = false });

        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void Base_Files_ObeyKnativesDefinitions()
    {
        Assert.SkipUnless(CustomResources.ArePresent, CustomResources.WhyNot);
        var problems = Files("*.yaml")
            .Where(static file => file.StartsWith("base/", StringComparison.Ordinal)
            && !file.EndsWith("kustomization.yaml", StringComparison.Ordinal))
            .SelectMany(static file => Manifest.Read(file, File.ReadAllText(Path.Combine(KnativeFolder.Path, file))))
            .SelectMany(static manifest => (CoreKinds.Find(manifest.Kind) ?? CustomResources.Find(manifest.Kind)) is { } schema
                ? StructuralSchema.Problems(manifest.Body, schema, manifest.ToString())
                : [$"{manifest} is of a kind that no definition has"]);

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("spec: {template: {spec: {containers: [{image: x}], timeoutSeconds: '600'}}}",
        "spec.template.spec.timeoutSeconds is string; it takes integer")]
    [InlineData("spec: {template: {spec: {containers: [{image: x}], timeoutSecond: 600}}}",
        "spec.template.spec.timeoutSecond is no field of this kind")]
    [InlineData("spec: {template: {spec: {containers: [{image: x}], volumes: [{emptyDir: {}}]}}}",
        "spec.template.spec.volumes[0].name is required")]
    [InlineData("spec: {template: {spec: {containers: [{image: x}], securityContext: {anything: 1}}}}", null)]
    public void Check_OfAKnativeService_FindsWhatTheApiServerWould(string yaml, string? problem)
    {
        Assert.SkipUnless(CustomResources.ArePresent, CustomResources.WhyNot);
        var body = YamlJson.Documents("test",
            $"apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {{name: x}}\n{yaml}").Single();

        var problems = StructuralSchema.Problems(body, CustomResources.Find(Manifest.Service)!, "x").ToArray();

        Assert.Equal(problem is null ? [] : [$"x.{problem}"], problems);
    }

    [Fact]
    public void Check_OfPatternsAndEnums_FindsOthers()
    {
        var schema =
            JsonNode.Parse(
            """{"type": "object", "properties": {"a": {"type": "string", "pattern": "^[0-9]+$"}, "b": """
            + """{"type": "string", "enum": ["x"]}}}""")!.AsObject();

        Assert.Equal(2, StructuralSchema.Problems(JsonNode.Parse("""{"a": "1x", "b": "y"}"""), schema, "o").Count());
        Assert.Empty(StructuralSchema.Problems(JsonNode.Parse("""{"a": "1", "b": "x"}"""), schema, "o"));
    }

    [Theory]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: yes")]
    [InlineData("a: 0770")]
    [InlineData("a: [")]
    public void Read_LooseYaml_IsRefused(string yaml) => Assert.Throws<FormatException>(() => YamlJson.Documents("test", yaml));

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(KnativeFolder.Path, pattern, SearchOption.AllDirectories)
        .Select(static file => Path.GetRelativePath(KnativeFolder.Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
