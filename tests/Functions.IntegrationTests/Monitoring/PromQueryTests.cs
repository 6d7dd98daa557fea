namespace Longshore.IntegrationTests.Monitoring;

public sealed class PromQueryTests
{
    [Theory]
    [InlineData("a_total", "a_total", "")]
    [InlineData("time() - max(a) > 13 * 3600", "a", "")]
    [InlineData("sum by (x, y) (a{z=\"q\", w=~\"r|s\"}[5m])", "a", "w x y z")]
    [InlineData("sum by (x) (a - (a offset 1h or a * 0))", "a", "x")]
    [InlineData("histogram_quantile(0.95, sum by (le) (a_bucket))", "a_bucket", "le")]
    [InlineData("max by (n) (a{s=\"true\"}) == 1 and on (n) group_left (m) b:c1h", "a b:c1h", "m n s")]
    [InlineData("sum(a) or vector(0)", "a", "")]
    [InlineData("rate(a[5m]) / (b > 0)", "a b", "")]
    public void Parse_Expression_FindsItsMetricsAndLabels(string text, string metrics, string labels)
    {
        var query = PromQuery.Parse(text);

        Assert.Equal(metrics, string.Join(' ', query.Metrics.Order(StringComparer.Ordinal)));
        Assert.Equal(labels, string.Join(' ', query.Labels.Order(StringComparer.Ordinal)));
    }
}
