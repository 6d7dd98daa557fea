using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>A component is added wherever there is room in the list: no component depends on its place.</summary>
public sealed class ComponentOrderTests
{
    private static readonly string[] Components = [.. KnativeFolder.Under("components")];

    [Fact]
    public async Task Render_EveryPairOfComponents_IsTheSameInBothOrders()
    {
        Assert.SkipUnless(Kustomize.IsPresent, Kustomize.WhyNot);
        var rendered = new ConcurrentDictionary<(string, string), string>();

        await Parallel.ForEachAsync(Components, TestContext.Current.CancellationToken, async (first, _) =>
        {
            var pairs = Components.Where(second => second != first)
                .ToDictionary(second => $"{Path.GetFileName(first)}--{Path.GetFileName(second)}", static second => second);
            var manifests = await Kustomize.ComposeAsync(
                [.. pairs.Select(pair => (pair.Key, (IReadOnlyList<string>)[first, pair.Value]))]);
            foreach (var (space, second) in pairs)
                rendered[(first, second)] = string.Join('\n', manifests.Where(manifest => SpaceOf(manifest) == space)
                    .Select(manifest => Canonical(manifest, space)).Order(StringComparer.Ordinal));
        });

        Assert.Equal(Components.Length * (Components.Length - 1), rendered.Count);
        Assert.All(rendered, pair => Assert.Contains("Service sync", pair.Value, StringComparison.Ordinal));
        Assert.All(rendered, pair => Assert.Equal(rendered[(pair.Key.Item2, pair.Key.Item1)], pair.Value));
    }

    /// <summary>What a component adds at the end of the list, as one adds it, is complete: image, role and namespace.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Render_AllComponents_HaveImageRoleAndNamespace(bool reversed)
    {
        Assert.SkipUnless(Kustomize.IsPresent, Kustomize.WhyNot);
        string[] components = reversed ? [.. Components.Reverse()] : Components;

        var manifests = await Kustomize.ComposeAsync("freight", components);

        Assert.All(manifests.SelectMany(static manifest => manifest.Functions),
            static container => Assert.Equal("registry.example/longshore:0.1.0", container["image"]!.GetValue<string>()));
        var roles = manifests.SelectMany(static manifest => Texts(manifest.Body))
            .Where(static text => text.Contains("arn:aws:iam:", StringComparison.Ordinal)).ToArray();
        Assert.True(roles.Length >= 10);
        Assert.All(roles, static role =>
            Assert.StartsWith($"arn:aws:iam::{Kustomize.Account}:role/longshore-", role, StringComparison.Ordinal));
        Assert.Empty(Namespaces.Left(manifests));
    }

    private static string SpaceOf(Manifest manifest) =>
        manifest.Kind == "v1 Namespace" ? manifest.Name : manifest.Body["metadata"]!["namespace"]!.GetValue<string>();

    private static string Canonical(Manifest manifest, string space) =>
        $"{manifest} {Canonical(manifest.Body)!.ToJsonString()}".Replace(space, "SPACE", StringComparison.Ordinal);

    /// <summary>Members by name; the order of a list counts.</summary>
    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => KeyValuePair.Create(pair.Key, Canonical(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Canonical)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static pair => Texts(pair.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
