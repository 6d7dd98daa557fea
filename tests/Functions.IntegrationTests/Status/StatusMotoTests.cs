using System.Text.Json.Nodes;
using Amazon.S3.Model;
using Longshore.Cli;
using Longshore.Cli.Status;
using Longshore.IntegrationTests.S3Contract;
using Longshore.Model;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Status;

/// <summary>The same records in another store make the same report.</summary>
public sealed class StatusMotoTests(MotoBackend moto) : IClassFixture<MotoBackend>
{
    [Fact]
    public async Task Verb_OnMoto_SaysWhatItSaysOnTheSandbox()
    {
        Assert.SkipWhen(moto.WhyNot is not null, moto.WhyNot ?? "");
        await using var cluster = await StatusScene.StartAsync();
        foreach (var stored in cluster.Objects.Objects())
            await moto.Client.PutObjectAsync(new PutObjectRequest
            {
                BucketName = moto.Bucket,
                Key = stored.Key,
                InputStream = new MemoryStream(cluster.Bytes(stored.Key)),
            }, TestContext.Current.CancellationToken);

        var (_, sandbox, _) = await cluster.StatusAsync("--json");
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var verb = new StatusVerb(
            ("S3:Bucket", moto.Bucket),
            ("S3:ServiceUrl", moto.Client.Config.ServiceURL), ("S3:ForcePathStyle", "true"));
        var exit = await new CommandLine(output, errors, verb).RunAsync([verb.Name, "--json"]);

        Assert.Equal("", errors.ToString());
        Assert.Equal(ExitCodes.Attention, exit);
        Assert.Equal(Same(sandbox), Same(output.ToString()));
    }

    /// <summary>Without what the moment and the bucket's name change.</summary>
    private static string Same(string json)
    {
        var report = JsonNode.Parse(json)!.AsObject();
        foreach (var name in new[] { "at", "bucket", "since", "throughput", "cost" })
            report.Remove(name);
        return report.ToJsonString();
    }
}
