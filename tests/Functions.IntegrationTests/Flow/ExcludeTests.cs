using System.Net;
using System.Text.Json;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Flow;

/// <summary>What the rules leave alone is neither shipped nor deleted, whoever names it.</summary>
public class ExcludeTests
{
    [Fact]
    public async Task Ready_NamesExcludedFiles_FailsThemAloneAndShipsTheRest()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        string[] excluded = [".nfs0001", ".ssh/id_rsa", "half.csv.part", "lost+found/x", "x.tmp"];
        foreach (var name in (string[])[.. excluded, "a.csv"])
            cluster.Write(name);

        await cluster.PublishAsync("dev.longshore.batch.ready",
            JsonSerializer.Serialize(new { files = excluded.Append("a.csv").Select(path => new { path }) }));

        Assert.Equal(["a.csv"], cluster.Shipped());
        Assert.Equal(excluded, cluster.Left());
        var synced = Assert.Single(cluster.Payloads("dev.longshore.batch.synced"));
        Assert.Equal((1, 5), (synced.GetProperty("uploaded").GetInt32(), synced.GetProperty("failed").GetInt32()));
        Assert.Equal(5, cluster.Document(Assert.Single(cluster.State("receipts"))).GetProperty("files").EnumerateArray()
            .Count(file => file.TryGetProperty("reason", out var reason) && reason.GetString() == "excluded"));
        Assert.Empty(cluster.State("deadletters"));
    }

    [Fact]
    public async Task Ready_BuiltInRulesAreTakenAway_ShipsThem()
    {
        await using var cluster = await Cluster.StartAsync(
            StageOptions.HourAhead with
            {
                Settings =
                new Dictionary<string, string?> { ["Schedule:Exclude"] = "!builtin,*.log" }
            });
        foreach (var name in (string[])["x.tmp", "b.log"])
            cluster.Write(name);

        await cluster.ScanAsync();

        Assert.Equal(["x.tmp"], cluster.Shipped());
        Assert.Equal(["b.log"], cluster.Left());
    }

    /// <summary>A rule that came after the upload: the file stays, and both records say so.</summary>
    [Fact]
    public async Task Cleanup_RuleIsNewerThanTheReceipt_KeepsTheFileAndNamesIt()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await cluster.StartFunctionAsync("cleanup", ("Schedule:Exclude", "*.keep"));
        cluster.Write("a.keep");
        cluster.Write("b.csv");

        await cluster.ScanAsync();

        Assert.Equal(["a.keep", "b.csv"], cluster.Shipped());
        Assert.Equal(["a.keep"], cluster.Left());
        Assert.Equal("excluded",
            cluster.Document(Assert.Single(cluster.State("cleanups"))).GetProperty("kept").GetProperty("a.keep").GetString());
    }

    [Theory]
    [InlineData("schedule", "dev.longshore.scan.requested", """{"minAge":"PT59S"}""")]
    [InlineData("sync", "dev.longshore.batch.ready", """{"files":[{"path":"a"}],"minAge":"PT59S"}""")]
    public async Task Event_AsksForLessThanTheLeastAge_Is400AndNamesTheSetting(string function, string type, string data)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead with
        {
            Settings = new Dictionary<string, string?> { ["Volume:LeastMinAge"] = "PT1M", ["Schedule:MinAge"] = "PT1M" },
        });

        var answer = await cluster.SendAsync(function, type, data);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Volume__LeastMinAge allows no less than PT1M",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
