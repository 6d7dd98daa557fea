using System.Diagnostics;
using Longshore.IntegrationTests.Manifests;
using Longshore.IntegrationTests.S3Contract;
using Microsoft.AspNetCore.Http;

namespace Longshore.IntegrationTests.Knative;

/// <summary>
/// The script in <c>components/file-writer</c> as it stands, run by the sh and curl of this machine against a Broker that answers
/// as told.
/// </summary>
public sealed class WriterScriptTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("longshore-writer-script-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Write_WithASink_WritesFilesAndAsksForTheirScan()
    {
        await using var broker = await FakeService.AnsweringAsync(StatusCodes.Status202Accepted);

        var output = await RunAsync(broker.Address, "The Broker took");
        var got = Assert.Single(broker.Got);
        var folder = Path.GetFileName(Assert.Single(Directory.GetDirectories(_root)));

        Assert.Contains($"The Broker took {folder}.", output, StringComparison.Ordinal);
        Assert.Equal($$"""{"prefix":"{{folder}}/","minAge":"PT2S"}""", got.DataText);
        Assert.Equal(folder, got.Headers["ce-id"]);
        Assert.DoesNotContain("Authorization", got.Headers.Keys);
        Assert.Equal(["1.bin", "2.bin", "3.bin"],
            Directory.GetFiles(Path.Combine(_root, folder)).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Write_WithAToken_SendsIt()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "token"), "a.b.c", TestContext.Current.CancellationToken);
        await using var broker = await FakeService.AnsweringAsync(StatusCodes.Status202Accepted);

        await RunAsync(broker.Address, "The Broker took");

        Assert.Equal("Bearer a.b.c", Assert.Single(broker.Got).Headers["Authorization"]);
    }

    /// <summary>As a Broker's ingress does that is restarted: no answer (curl's 52), then 500, then 202.</summary>
    [Fact]
    public async Task Write_BrokerThatRestarts_IsAskedAgainUnderTheSameId()
    {
        var calls = 0;
        await using var broker = await FakeService.StartAsync((_, http) =>
        {
            calls++;
            if (calls == 1)
                http.Abort();
            http.Response.StatusCode = calls == 2 ? 500 : 202;
            return Task.CompletedTask;
        });

        await RunAsync(broker.Address, "The Broker took");

        Assert.Equal(3, broker.Got.Count);
        Assert.Single(broker.Got.Select(static got => got.Headers["ce-id"]).Distinct());
    }

    [Fact]
    public async Task Write_EventThatIsRefused_IsNotSentAgain()
    {
        await using var broker = await FakeService.AnsweringAsync(StatusCodes.Status403Forbidden);

        var output = await RunAsync(broker.Address, "did not take");

        Assert.Contains("(answer: 403). The next scan finds it.", output, StringComparison.Ordinal);
        Assert.Single(broker.Got);
    }

    [Fact]
    public async Task Write_WithoutASink_SaysSoAndGoesOn()
    {
        var output = await RunAsync(null, "K_SINK is not set", rounds: 2);

        Assert.Contains("The next scan finds it.", output, StringComparison.Ordinal);
        // It may have begun the next one before it was ended.
        Assert.InRange(Directory.GetDirectories(_root).Length, 2, 3);
    }

    /// <summary>Runs the script until it has said a sentence so many times, then ends it: it runs for ever.</summary>
    private async Task<string> RunAsync(Uri? sink, string sentence, int rounds = 1)
    {
        Assert.SkipUnless(PathTool.Find("sh") is not null && PathTool.Find("curl") is not null,
            "the sample writer was not run: install sh and curl");
        var file = Path.Combine(KnativeFolder.Path, "components", "file-writer", "file-writer.yaml");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var deployment = YamlJson.Documents(file, text).Single();
        var script = deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["args"]![0]!.GetValue<string>()
            .Replace("/data/", $"{_root}/", StringComparison.Ordinal)
            .Replace("/oidc/token", $"{_root}/token", StringComparison.Ordinal)
            .Replace("sleep 3\n", "\n", StringComparison.Ordinal);
        var start = new ProcessStartInfo(PathTool.Find("sh")!, ["-euc", script]) { RedirectStandardOutput = true };
        start.Environment["K_SINK"] = sink?.ToString() ?? "";
        (start.Environment["FILES"], start.Environment["BYTES"]) = ("3", "10");
        start.Environment["EVERY_SECONDS"] = rounds > 1 ? "1" : "3600";
        using var process = Process.Start(start)!;
        var said = new List<string>();
        try
        {
            while (said.Count(line => line.Contains(sentence, StringComparison.Ordinal)) < rounds
                && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                said.Add(line);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return string.Join('\n', said);
    }
}
