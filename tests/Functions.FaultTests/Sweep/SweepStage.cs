using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.FaultTests.Sweep;

/// <summary>S3 for all cases; each has a bucket of its own.</summary>
internal sealed class SweepStage : IAsyncDisposable
{
    private const string Key = "AKIASWEEP00000000000";
    private const string Secret = "sweep-secret";

    private int _buckets;

    private SweepStage(S3Server s3, int parallel)
    {
        S3 = s3;
        Runs = new SemaphoreSlim(parallel);
    }

    public S3Server S3 { get; }

    /// <summary>As many runs at once as the machine bears; cases that only wait are not counted.</summary>
    public SemaphoreSlim Runs { get; }

    public static async Task<SweepStage> StartAsync(int parallel) => new(
        await S3Server.StartAsync(new() { Iam = IamDirectory.WithAdministrator(Key, Secret) },
            TestContext.Current.CancellationToken), parallel);

    public string NewBucket()
    {
        var name = $"sweep-{Interlocked.Increment(ref _buckets)}";
        S3.Store.CreateBucket(name);
        return name;
    }

    public string[] Command(string volume, string bucket) =>
        [SweepTools.Program, "ship", volume, "--bucket", bucket, "--prefix", "in/",
        "--endpoint", S3.Endpoint.ToString(), "--region", "us-east-1", "--min-age", "PT2S", "--json"];

    public static Dictionary<string, string> Settings => new()
    {
        ["AWS_ACCESS_KEY_ID"] = Key,
        ["AWS_SECRET_ACCESS_KEY"] = Secret,
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        // It lives for a second: nothing is won by profiling it.
        ["DOTNET_TieredPGO"] = "0",
    };

    public async ValueTask DisposeAsync()
    {
        Runs.Dispose();
        await S3.DisposeAsync();
    }
}
