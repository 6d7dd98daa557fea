using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.Ship;

/// <summary>A directory and the sandbox's S3, for one test.</summary>
public abstract class ShipRoom : IAsyncLifetime
{
    protected const string Bucket = "harbour";
    private const string Key = "AKIASHIP000000000000";
    private const string Secret = "ship-secret";

    private protected IamDirectory Iam { get; } = IamDirectory.WithAdministrator(Key, Secret);

    private protected S3Server S3 { get; private set; } = null!;

    private protected ShipStage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        S3 = await S3Server.StartAsync(new() { Iam = Iam, Buckets = [Bucket] }, TestContext.Current.CancellationToken);
        Stage = new(S3.Endpoint.ToString(), Bucket, Key, Secret);
    }

    /// <summary>Another directory, shipped to the same bucket and prefix.</summary>
    private protected ShipStage Another() => new(S3.Endpoint.ToString(), Bucket, Key, Secret);

    public async ValueTask DisposeAsync()
    {
        Stage.Dispose();
        await S3.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
