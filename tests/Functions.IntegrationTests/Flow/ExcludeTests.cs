using System.Net;
using System.Text.Json;

namespace Longshore.IntegrationTests.Flow;

/// <summary>What the rules leave alone is neither shipped nor deleted, whoever names it.</summary>
public class ExcludeTests
{
    [Fact]
    public async Task Ready_NamesExcludedFiles_FailsThemAloneAndShipsTheRest()
    {
        await using var rig = await Rig.StartAsync();
        string[] excluded = [".nfs0001", ".ssh/id_rsa", "half.csv.part", "lost+found/x", "x.tmp"];
        foreach (var name in (string[])[.. excluded, "a.csv"])
            rig.Write(name);

        await rig.PublishAsync("dev.longshore.batch.ready",
            JsonSerializer.Serialize(new { files = excluded.Append("a.csv").Select(path => new { path }) }));

        Assert.Equal(["a.csv"], rig.Shipped());
        Assert.Equal(excluded, rig.Left());
        var synced = Assert.Single(rig.Events("dev.longshore.batch.synced"));
        Assert.Equal((1, 5), (synced.GetProperty("uploaded").GetInt32(), synced.GetProperty("failed").GetInt32()));
        Assert.Equal(5, rig.Json(Assert.Single(rig.State("receipts"))).GetProperty("files").EnumerateArray()
            .Count(file => file.TryGetProperty("reason", out var reason) && reason.GetString() == "excluded"));
        Assert.Empty(rig.State("deadletters"));
    }

    [Fact]
    public async Task Ready_BuiltInRulesAreTakenAway_ShipsThem()
    {
        await using var rig = await Rig.StartAsync(
            new RigOptions { Settings = new Dictionary<string, string?> { ["Schedule:Exclude"] = "!builtin,*.log" } });
        foreach (var name in (string[])["x.tmp", "b.log"])
            rig.Write(name);

        await rig.ScanAsync();

        Assert.Equal(["x.tmp"], rig.Shipped());
        Assert.Equal(["b.log"], rig.Left());
    }

    /// <summary>A rule that came after the upload: the file stays, and both records say so.</summary>
    [Fact]
    public async Task Cleanup_RuleIsNewerThanTheReceipt_KeepsTheFileAndNamesIt()
    {
        await using var rig = await Rig.StartAsync();
        await rig.StartFunctionAsync("cleanup", ("Schedule:Exclude", "*.keep"));
        rig.Write("a.keep");
        rig.Write("b.csv");

        await rig.ScanAsync();

        Assert.Equal(["a.keep", "b.csv"], rig.Shipped());
        Assert.Equal(["a.keep"], rig.Left());
        Assert.Equal("excluded",
            rig.Json(Assert.Single(rig.State("cleanups"))).GetProperty("kept").GetProperty("a.keep").GetString());
    }

    [Theory]
    [InlineData("schedule", "dev.longshore.scan.requested", """{"minAge":"PT59S"}""")]
    [InlineData("sync", "dev.longshore.batch.ready", """{"files":[{"path":"a"}],"minAge":"PT59S"}""")]
    public async Task Event_AsksForLessThanTheLeastAge_Is400AndNamesTheSetting(string function, string type, string data)
    {
        await using var rig = await Rig.StartAsync(new RigOptions
        {
            Settings = new Dictionary<string, string?> { ["Volume:LeastMinAge"] = "PT1M", ["Schedule:MinAge"] = "PT1M" },
        });

        var answer = await rig.SendAsync(function, type, data);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Volume__LeastMinAge allows no less than PT1M",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
