using System.Globalization;
using System.Security.Cryptography;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>
/// The AWS command line against the sandbox, where it is on PATH: a client that shares nothing with the AWS SDK for .NET.
/// </summary>
public sealed class AwsCliTests : IAsyncLifetime
{
    private const string Name = "aws";
    private readonly ClientRun _run = new(Name);

    public async ValueTask InitializeAsync() => await _run.StartAsync();

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Sync_UpAndDown_LeavesTheSameFiles()
    {
        _run.WriteFiles();

        await _run.ExecuteAsync("s3", "sync", _run.Source, "s3://media/up", "--no-progress");
        await _run.ExecuteAsync("s3", "sync", "s3://media/up", _run.Target, "--no-progress");

        _run.AssertSameFiles();
    }

    [Fact]
    public async Task Sync_Twice_SendsNothingTheSecondTime()
    {
        _run.WriteFiles();
        await _run.ExecuteAsync("s3", "sync", _run.Source, "s3://media/up", "--no-progress");

        Assert.Equal("", await _run.ExecuteAsync("s3", "sync", _run.Source, "s3://media/up", "--no-progress"));
    }

    [Fact]
    public async Task HeadObject_ChecksumModeEnabled_TellsTheSha256()
    {
        var file = _run.WriteFile("one.bin", 13_312);
        await _run.ExecuteAsync("s3api", "put-object", "--bucket", "media", "--key", "one.bin", "--body", file,
            "--checksum-algorithm", "SHA256");

        var head = await _run.ExecuteAsync("s3api", "head-object", "--bucket", "media", "--key", "one.bin",
            "--checksum-mode", "ENABLED");

        Assert.Contains(Convert.ToBase64String(SHA256.HashData(
            await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))), head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_TwentyMegabytes_GoesInParts()
    {
        var file = _run.WriteFile("large.bin", 20_000_000);

        await _run.ExecuteAsync("s3", "cp", file, "s3://media/large.bin", "--no-progress");
        await _run.ExecuteAsync("s3", "cp", "s3://media/large.bin", Path.Combine(_run.Target, "large.bin"), "--no-progress");

        _run.AssertSameFiles();
        Assert.True(_run.Server.Counters.Of("UploadPart") >= 2);
        Assert.EndsWith("-3", _run.Server.Store.Bucket("media").Get("large.bin")!.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ls_Recursive_ListsEveryObject()
    {
        _run.WriteFiles();
        await _run.ExecuteAsync("s3", "sync", _run.Source, "s3://media/", "--no-progress");

        var lines = (await _run.ExecuteAsync("s3", "ls", "--recursive", "s3://media/"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(_run.Server.Store.Bucket("media").Objects().Select(stored => stored.Key), lines.Select(line => line[31..]));
        Assert.All(lines, line => Assert.True(DateTime.TryParse(line[..19], CultureInfo.InvariantCulture, out _)));
    }
}
