using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

public sealed class EventFilterTests
{
    private static readonly WireEvent Candidate = TestCluster.Event("dev.longshore.batch.ready", "42").With(("subject", "x"));

    [Theory]
    [InlineData("filter: {}", true)]
    [InlineData("filter: {attributes: {}}", true)]
    [InlineData("filter: {attributes: {type: dev.longshore.batch.ready}}", true)]
    [InlineData("filter: {attributes: {type: dev.longshore.batch}}", false)]
    [InlineData("filter: {attributes: {type: dev.longshore.batch.ready, source: /test}}", true)]
    [InlineData("filter: {attributes: {type: dev.longshore.batch.ready, source: /other}}", false)]
    [InlineData("filter: {attributes: {subject: ''}}", true)]
    [InlineData("filter: {attributes: {absent: ''}}", false)]
    [InlineData("filters: []", true)]
    [InlineData("filters: [{exact: {type: dev.longshore.batch.ready}}]", true)]
    [InlineData("filters: [{exact: {type: dev.longshore.batch}}]", false)]
    [InlineData("filters: [{prefix: {type: dev.longshore.}}]", true)]
    [InlineData("filters: [{prefix: {type: longshore}}]", false)]
    [InlineData("filters: [{prefix: {absent: a}}]", false)]
    [InlineData("filters: [{suffix: {type: .ready}}]", true)]
    [InlineData("filters: [{suffix: {type: .synced}}]", false)]
    [InlineData("filters: [{prefix: {type: dev.}}, {suffix: {type: .synced}}]", false)]
    [InlineData("filters: [{all: [{prefix: {type: dev.}}, {suffix: {type: .ready}}]}]", true)]
    [InlineData("filters: [{all: [{prefix: {type: dev.}}, {suffix: {type: .synced}}]}]", false)]
    [InlineData("filters: [{any: [{suffix: {type: .synced}}, {suffix: {type: .ready}}]}]", true)]
    [InlineData("filters: [{any: [{suffix: {type: .synced}}, {suffix: {type: .cleaned}}]}]", false)]
    [InlineData("filters: [{not: {exact: {type: dev.longshore.batch.ready}}}]", false)]
    [InlineData("filters: [{not: {any: [{exact: {subject: y}}, {exact: {absent: x}}]}}]", true)]
    [InlineData("filter: {attributes: {type: other}}\n  filters: [{exact: {subject: x}}]", true)]
    public void Match_Filter_DecidesAsTheDialectSays(string spec, bool matches)
    {
        Assert.Equal(matches, Load(spec).Filter(Candidate));
    }

    [Theory]
    [InlineData("filters: [{cesql: \"type = 'a'\"}]", "spec.filters[0].cesql", "CloudEvents SQL")]
    [InlineData("filters: [{not: {cesql: \"true\"}}]", "spec.filters[0].not.cesql", "CloudEvents SQL")]
    [InlineData("filters: [{regex: {type: a}}]", "spec.filters[0].regex", "not understood")]
    [InlineData("filters: [{exact: {type: a}, prefix: {type: b}}]", "spec.filters[0]", "exactly one dialect")]
    [InlineData("filters: [{}]", "spec.filters[0]", "exactly one dialect")]
    [InlineData("filters: [{any: []}]", "spec.filters[0].any", "at least one")]
    [InlineData("filters: [{exact: {}}]", "spec.filters[0].exact", "at least one")]
    [InlineData("filters: [{exact: {Type: a}}]", "spec.filters[0].exact.Type", "no attribute name")]
    [InlineData("filter: {attributes: {ce-type: a}}", "spec.filter.attributes.ce-type", "no attribute name")]
    [InlineData("filter: {types: {a: b}}", "spec.filter.types", "not understood")]
    public void Load_FilterNotUnderstood_IsRefusedByFileAndField(string spec, string field, string reason)
    {
        var refusal = Assert.Throws<ManifestException>(() => Load(spec));

        Assert.StartsWith($"trigger.yaml: {field} ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static TriggerManifest Load(string filter) => TriggerManifest.Read(ManifestText.Parse("trigger.yaml", $$"""
        apiVersion: eventing.knative.dev/v1
        kind: Trigger
        metadata: {name: t}
        spec:
          broker: default
          subscriber: {ref: {apiVersion: serving.knative.dev/v1, kind: Service, name: s} }
          {{filter}}
        """), "test");
}
