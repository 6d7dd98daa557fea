namespace Longshore.IntegrationTests.S3Contract;

/// <summary>rclone against the sandbox, where it is on PATH.</summary>
public sealed class RcloneTests : IAsyncLifetime
{
    private readonly ClientRun _run = new("rclone");

    public async ValueTask InitializeAsync() => await _run.StartAsync();

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Sync_UpAndDown_LeavesTheSameFiles()
    {
        _run.WriteFiles();
        _run.WriteFile("large.bin", 20_000_000);
        var remote = $":s3,provider=Other,env_auth=true,region=us-east-1,endpoint=\"{_run.Server.Endpoint}\":media/up";

        await _run.ExecuteAsync("sync", _run.Source, remote);
        await _run.ExecuteAsync("check", _run.Source, remote);
        await _run.ExecuteAsync("sync", remote, _run.Target);

        _run.AssertSameFiles();
    }
}
