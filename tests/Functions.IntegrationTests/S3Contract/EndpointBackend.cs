using Amazon.Runtime;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>Whatever store <c>S3_TEST_ENDPOINT</c> names, with the credentials of the AWS_* variables.</summary>
public sealed class EndpointBackend : ContractBackend
{
    public override string Name => "endpoint";

    protected override Task<(string Endpoint, AWSCredentials Credentials, string? WhyNot)> StartAsync()
    {
        var endpoint = Environment.GetEnvironmentVariable("S3_TEST_ENDPOINT");
        return Task.FromResult(string.IsNullOrEmpty(endpoint)
            ? Absent("to test another store, set S3_TEST_ENDPOINT to its URL")
            : (endpoint, new EnvironmentVariablesAWSCredentials(), (string?)null));
    }
}
