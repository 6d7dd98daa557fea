using Amazon.Runtime;
using Longshore.IntegrationTests.Manifests;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.Iam;

/// <summary>The sandbox, which enforces all of every policy.</summary>
public sealed class SandboxIam : IamBackend
{
    private S3Server? _server;

    protected override string Account => "123456789012";

    protected override async Task<(Uri? Endpoint, string? WhyNot)> StartAsync()
    {
        var placeholders = new IamPlaceholders(Bucket, Account, ExternalId, RoleCalls.Prefix);
        var iam = LongshoreIam.Load(Path.Combine(KnativeFolder.Path, "iam"), placeholders, "AKIABASE", "base-secret");
        iam.AddAdministrator("AKIAADMINISTRATOR", "administrator-secret");
        _server = await S3Server.StartAsync(new S3ServerOptions { Iam = iam, MinimumPartSize = 1 });
        return (_server.Endpoint, null);
    }

    protected override Task<(AWSCredentials Administrator, AWSCredentials Base)> PrepareAsync(Uri endpoint) =>
        Task.FromResult<(AWSCredentials, AWSCredentials)>(
        (new BasicAWSCredentials("AKIAADMINISTRATOR", "administrator-secret"),
            new BasicAWSCredentials("AKIABASE", "base-secret")));

    protected override ValueTask StopAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
