using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Ship;

/// <summary>The same against moto, an S3 of other people.</summary>
public sealed class MotoShipTests(MotoBackend moto) : IClassFixture<MotoBackend>, IAsyncLifetime
{
    private ShipStage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(moto.WhyNot is not null, moto.WhyNot ?? "");
        var keys = await moto.Credentials.GetCredentialsAsync();
        _stage = new(moto.Client.Config.ServiceURL, moto.Bucket, keys.AccessKey, keys.SecretKey);
    }

    [Fact]
    public async Task Ship_InAPipe_ShipsAndDeletes()
    {
        await _stage.WriteAsync(20);

        var (exit, output, errors) = await _stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(20, await _stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_InBundles_EachFileIsOneRangeAndAllAreDeleted()
    {
        await _stage.WriteAsync(20);

        var (exit, output, errors) = await _stage.RunAsync("--bundle-up-to", "1MiB");

        Assert.True(exit == 0, output + errors);
        Assert.Single(await _stage.AssertBundledAsync());
        Assert.Empty(_stage.Left);
    }

    [Fact]
    public async Task Ship_CtrlCOnATerminal_LosesNothingAndARerunFinishes()
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, ShipProcess.NoTerminal);
        await _stage.WriteAsync(300);
        await using var process = _stage.Start(onTerminal: true, "--concurrency", "1");
        while ((await _stage.KeysAsync("in/hour/")).Length < 10)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await process.InterruptAsync();
        var stopped = await process.EndAsync();

        Assert.True(stopped.Exit == 130, stopped.Output);
        await _stage.AssertNothingIsLostAsync();
        var (exit, output, errors) = await _stage.RunAsync();
        Assert.True(exit == 0, output + errors);
        Assert.Equal(300, await _stage.AssertNothingIsLostAsync());
    }

    public ValueTask DisposeAsync()
    {
        _stage?.Dispose();
        return ValueTask.CompletedTask;
    }
}
