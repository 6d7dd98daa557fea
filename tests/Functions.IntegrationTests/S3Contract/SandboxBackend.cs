using Amazon.Runtime;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.S3Contract;

public sealed class SandboxBackend : ContractBackend
{
    private S3Server? _server;

    public override string Name => "sandbox";

    protected override async Task<(string Endpoint, AWSCredentials Credentials, string? WhyNot)> StartAsync()
    {
        _server = await S3Server.StartAsync(
            new S3ServerOptions { Iam = IamDirectory.WithAdministrator("AKIDCONTRACT", "contract-secret") });
        return (_server.Endpoint.ToString(), new BasicAWSCredentials("AKIDCONTRACT", "contract-secret"), null);
    }

    protected override ValueTask StopAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
