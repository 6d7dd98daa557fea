using Longshore.Sandbox.Iam;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.Demo;

/// <summary>
/// S3 and STS with the bucket, the users and the roles that the manifests speak of. The roles' policies are the files of
/// <c>knative/iam</c>, so that the functions have here what they will have in the account.
/// </summary>
internal sealed class StoreHost : IAsyncDisposable
{
    private const string StatePrefix = "_longshore/";

    private readonly S3Server _server;

    private StoreHost(S3Server server, string bucket, string region)
    {
        _server = server;
        Bucket = bucket;
        Region = region;
    }

    public Uri Endpoint => _server.Endpoint;

    public string Bucket { get; }

    public string Region { get; }

    /// <summary>May do everything: for people, the aws CLI and the read-back.</summary>
    public static KeyPair Administrator { get; } = new("AKIASANDBOXADMIN0000", "sandbox-administrator-secret-key-not-real");

    /// <summary>May only assume the functions' roles: what a pod has.</summary>
    public static KeyPair BaseIdentity { get; } = new("AKIASANDBOXBASE00000", "sandbox-base-identity-secret-key-not-real");

    /// <summary>The bucket's objects, past all policies.</summary>
    public Bucket Contents => _server.Store.Bucket(Bucket);

    public Journal Journal => _server.Store.Journal;

    /// <summary>Requests so far.</summary>
    public RequestCounters Requests => _server.Counters;

    /// <summary>Objects outside the state prefix.</summary>
    public int Objects => Contents.Keys().Count(static key => !key.StartsWith(StatePrefix, StringComparison.Ordinal));

    public static async Task<StoreHost> StartAsync(
        ClusterOptions options, IReadOnlyList<ServiceManifest> services, CancellationToken cancellation)
    {
        var settings = services[0].Environment;
        var bucket = settings["S3__Bucket"];
        var region = settings["AWS_REGION"];
        // The account that the manifests' role ARNs name is the account that exists here.
        var account = settings["S3__RoleArn"].Split(':')[4];
        var iam = LongshoreIam.Load(options.Iam, new IamPlaceholders(bucket, account, settings["S3__ExternalId"]),
            BaseIdentity.AccessKeyId, BaseIdentity.SecretAccessKey);
        iam.AddAdministrator(Administrator.AccessKeyId, Administrator.SecretAccessKey);
        var server = await S3Server.StartAsync(
            new S3ServerOptions { Iam = iam, Port = options.StorePort, Region = region, Buckets = [bucket] }, cancellation);
        return new StoreHost(server, bucket, region);
    }

    /// <summary>
    /// What the cluster and the overlay would set for every function: the store's addresses and the base identity.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> FunctionEnvironment()
    {
        yield return new("S3__ServiceUrl", Endpoint.ToString());
        yield return new("S3__StsUrl", Endpoint.ToString());
        yield return new("S3__ForcePathStyle", "true");
        yield return new("AWS_ACCESS_KEY_ID", BaseIdentity.AccessKeyId);
        yield return new("AWS_SECRET_ACCESS_KEY", BaseIdentity.SecretAccessKey);
        yield return new("AWS_EC2_METADATA_DISABLED", "true");
        yield return new("AWS_CONFIG_FILE", "/dev/null");
        yield return new("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    }

    /// <summary>What a person needs to look at the bucket with the aws CLI.</summary>
    public IEnumerable<KeyValuePair<string, string>> AdministratorEnvironment()
    {
        yield return new("AWS_ACCESS_KEY_ID", Administrator.AccessKeyId);
        yield return new("AWS_SECRET_ACCESS_KEY", Administrator.SecretAccessKey);
        yield return new("AWS_REGION", Region);
        yield return new("AWS_DEFAULT_REGION", Region);
        yield return new("AWS_ENDPOINT_URL", Endpoint.ToString());
        yield return new("S3__ServiceUrl", Endpoint.ToString());
        yield return new("S3__StsUrl", Endpoint.ToString());
        yield return new("S3__ForcePathStyle", "true");
        yield return new("S3__Bucket", Bucket);
    }

    /// <summary>Reads the bucket as the administrator, over HTTP.</summary>
    public BucketReader Reader() => new(Endpoint, Bucket,
        new Signature(Administrator.AccessKeyId, Administrator.SecretAccessKey, Region, TimeProvider.System));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>A user's access key.</summary>
internal sealed record KeyPair(string AccessKeyId, string SecretAccessKey);
