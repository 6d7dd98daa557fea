using System.Net;
using System.Text.Json;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Flow;

/// <summary>Bad input is met with a clear answer, and nothing is deleted.</summary>
public class BadInputTests
{
    private static async Task<string> DetailAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return problem.RootElement.GetProperty("detail").GetString()!;
    }

    [Theory]
    [InlineData("S3:Bucket", "nowhere", "S3__Bucket")]
    [InlineData("S3:ServiceUrl", "http://127.0.0.1:1", "S3__ServiceUrl")]
    [InlineData("S3:StsUrl", "http://127.0.0.1:1", "S3__StsUrl")]
    [InlineData("S3:ExternalId", "wrong", "S3__ExternalId")]
    [InlineData("S3:RoleArn", "arn:aws:iam::123456789012:role/other", "S3__RoleArn")]
    [InlineData("Volume:Root", "/nonexistent/volume", "Volume__Root")]
    [InlineData("Volume:Root", "/etc/hostname", "Volume__Root")]
    [InlineData("Volume:Sentinel", "mounted.txt", "Volume__Sentinel")]
    public async Task Sync_WrongSetting_Answers503AndNamesIt(string setting, string value, string named)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");
        await cluster.StartFunctionAsync("sync", (setting, value));

        var answer = await cluster.SendAsync("sync", "dev.longshore.batch.ready", """{"files":[{"path":"a.jpg"}]}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(named, await DetailAsync(answer), StringComparison.Ordinal);
        Assert.Equal(["a.jpg"], cluster.Left());
    }

    [Theory]
    [InlineData("""{"files":[{"path":"/etc/passwd"}]}""", "absolute")]
    [InlineData("""{"files":[{"path":"../x"}]}""", "..")]
    [InlineData("""{"files":[{"path":"a/../../x"}]}""", "..")]
    [InlineData("""{"files":[]}""", "empty")]
    [InlineData("""{}""", "files")]
    [InlineData("""{"files":[{"path":"a"},{"path":"a"}]}""", "twice")]
    [InlineData("""{"files":[{"path":"a","size":-1}]}""", "negative")]
    [InlineData("""{"files":[{"path":"a"}],"minAge":"PT1S"}""", "PT2S")]
    [InlineData("""{"files":[null]}""", "null")]
    [InlineData("""{"files":[{"path":null}]}""", "path")]
    public async Task Sync_BadData_Answers400AndNamesIt(string data, string named)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);

        var answer = await cluster.SendAsync("sync", "dev.longshore.batch.ready", data);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(named, await DetailAsync(answer), StringComparison.Ordinal);
        Assert.Empty(cluster.Objects.Keys());
    }

    [Fact]
    public async Task Schedule_MisspeltMember_IsRefusedAndNothingIsScanned()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");

        var answer = await cluster.SendAsync("schedule", "dev.longshore.scan.requested", """{"prefx":"today/"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("prefx", await DetailAsync(answer), StringComparison.Ordinal);
        Assert.Empty(cluster.Objects.Keys());
    }

    [Fact]
    public async Task Sync_FolderLinkAndMissing_AreOutcomesInTheReceipt()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        Directory.CreateDirectory(Path.Combine(cluster.Volume, "folder"));
        File.CreateSymbolicLink(Path.Combine(cluster.Volume, "link"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(cluster.Volume, "linked"), "/etc");
        cluster.Write("good.jpg");

        await cluster.PublishAsync("dev.longshore.batch.ready",
            """{"minAge":"PT2S","files":[{"path":"folder"},{"path":"link"},{"path":"linked/passwd"},{"path":"gone"},"""
                + """{"path":"good.jpg"}]}""");

        var files = cluster.Document(Assert.Single(cluster.State("receipts"))).GetProperty("files").EnumerateArray()
            .ToDictionary(file => file.GetProperty("path").GetString()!, file => file.GetProperty("outcome").GetString());
        Assert.Equal(("deferred", "deferred", "deferred", "missing", "uploaded"),
            (files["folder"], files["link"], files["linked/passwd"], files["gone"], files["good.jpg"]));
        Assert.Equal(["good.jpg"], cluster.Shipped());
        Assert.Equal(["link"], cluster.Left().Where(path => !path.StartsWith("linked", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("s3://other/_longshore/receipts/0123456789abcdef0123456789abcdef/1.json", "outside")]
    [InlineData("s3://harbour/elsewhere/receipts/0123456789abcdef0123456789abcdef/1.json", "outside")]
    [InlineData("s3://harbour/_longshore/receipts/../x.json", "outside")]
    [InlineData("https://example.com/receipt.json", "s3://")]
    [InlineData("s3://harbour/_longshore/receipts/ffffffffffffffffffffffffffffffff/1.json", "not a receipt of the batch")]
    [InlineData("s3://harbour/_longshore/receipts/0123456789abcdef0123456789abcdef/1.json", "is not in the bucket")]
    public async Task Cleanup_ForgedDataref_IsRefused(string dataref, string named)
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");

        var answer = await cluster.SendAsync("cleanup", "dev.longshore.batch.synced",
            """{"batch":"0123456789abcdef0123456789abcdef","uploaded":1}""",
            null, ("dataref", dataref));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(named, await DetailAsync(answer), StringComparison.Ordinal);
        Assert.Equal(["a.jpg"], cluster.Left());
    }

    [Fact]
    public async Task Cleanup_ReceiptOfFilesThatAreNotInS3_DeletesNothing()
    {
        await using var cluster =
            await Cluster.StartAsync(
                StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["Cleanup:KeepFor"] = "P30D" } });
        cluster.Write("a.jpg");
        await cluster.ScanAsync();
        var receipt = Assert.Single(cluster.State("receipts"));
        cluster.Objects.Delete("a.jpg", null, DateTimeOffset.UnixEpoch);
        await cluster.StartFunctionAsync("cleanup", ("Cleanup:KeepFor", "PT0S"));

        await cluster.SendAsync("cleanup", "dev.longshore.batch.synced", $$"""{"batch":"{{receipt.Split('/')[2]}}"}""", null,
            ("dataref", $"s3://harbour/{receipt}"));

        Assert.Equal(["a.jpg"], cluster.Left());
        Assert.Equal("object-missing",
            cluster.Document(cluster.State("cleanups")[^1]).GetProperty("kept").GetProperty("a.jpg").GetString());
    }

    [Fact]
    public async Task Sync_ForgedBatchLabel_HitsNobodysReceipt()
    {
        await using var cluster =
            await Cluster.StartAsync(
                StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["Cleanup:DryRun"] = "true" } });
        cluster.Write("a.jpg");
        cluster.Write("b.jpg");
        await cluster.PublishAsync("dev.longshore.batch.ready", """{"minAge":"PT2S","files":[{"path":"a.jpg"}]}""");
        var first = Assert.Single(cluster.State("receipts"));

        await cluster.PublishAsync("dev.longshore.batch.ready",
            $$"""{"batch":"{{first.Split('/')[2]}}","minAge":"PT2S","files":[{"path":"b.jpg"}]}""");

        Assert.Equal(2, cluster.State("receipts").Length);
        Assert.Equal("a.jpg", cluster.Document(first).GetProperty("files")[0].GetProperty("path").GetString());
        Assert.Equal(["a.jpg", "b.jpg"], cluster.Left());
    }

    [Fact]
    public async Task Broker_BadEvent_BecomesADeadLetter()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);

        await cluster.PublishAsync("dev.longshore.batch.ready", """{"files":[{"path":"/etc/passwd"}]}""", "poison");

        var letter = cluster.Document(Assert.Single(cluster.State("deadletters")));
        Assert.Equal("poison", letter.GetProperty("event").GetProperty("id").GetString());
        Assert.Equal("400", letter.GetProperty("errorCode").GetString());
    }
}
