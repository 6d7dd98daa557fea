using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.IntegrationTests.Sandbox;

/// <summary>STS sessions: how long they last, what narrows them, how they are refused.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly IamDirectory _iam = new();
    private S3Server _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var everything = Parse("""{"Effect": "Allow", "Action": "*", "Resource": "*"}""", PolicyKind.Identity);
        _iam.AddUser("base", "AKIDBASE", "base-secret", everything);
        _iam.AddRole("worker", Parse("""{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "123456789012"}}""",
            PolicyKind.Trust), [everything]);
        _server = await S3Server.StartAsync(new S3ServerOptions { Iam = _iam, Buckets = ["media"], Time = _time });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Session_AfterItsEnd_IsExpired()
    {
        _iam.CapSessions("worker", TimeSpan.FromSeconds(5));
        using var s3 = Client((await AssumeAsync()).Credentials);
        await s3.ListObjectsAsync("media", Cancel);

        _time.Advance(TimeSpan.FromSeconds(6));

        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => s3.ListObjectsAsync("media", Cancel));
        Assert.Equal("ExpiredToken", refused.ErrorCode);
    }

    [Fact]
    public async Task AssumeRole_CappedRole_TellsTheCappedExpiration()
    {
        _iam.CapSessions("worker", TimeSpan.FromSeconds(5));

        var session = await AssumeAsync();

        Assert.InRange(session.Credentials.Expiration!.Value.ToUniversalTime() - _time.GetUtcNow().UtcDateTime, TimeSpan.Zero,
            TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(899)]
    [InlineData(3601)]
    [InlineData(43201)]
    public async Task AssumeRole_DurationOutOfBounds_IsAValidationError(int seconds)
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(
            () => AssumeAsync(request => request.DurationSeconds = seconds));

        Assert.Equal("ValidationError", refused.ErrorCode);
    }

    [Fact]
    public async Task AssumeRole_SessionPolicy_NarrowsTheSession()
    {
        var session = await AssumeAsync(
            request => request.Policy = Json("""{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}"""));
        using var s3 = Client(session.Credentials);
        await s3.ListObjectsAsync("media", Cancel);

        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => s3.DeleteObjectAsync("media", "a", Cancel));
        Assert.Equal("AccessDenied", refused.ErrorCode);
    }

    [Fact]
    public async Task AssumeRole_BrokenSessionPolicy_IsMalformed()
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(
            () => AssumeAsync(request => request.Policy = Json("""{"Effect": "Allow", "Action": "s3:Lst", "Resource": "*"}""")));

        Assert.Equal("MalformedPolicyDocument", refused.ErrorCode);
    }

    [Fact]
    public async Task AssumeRole_UnknownRole_IsDenied()
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(
            () => AssumeAsync(request => request.RoleArn = _iam.RoleArn("nobody")));

        Assert.Equal("AccessDenied", refused.ErrorCode);
    }

    [Fact]
    public async Task AssumeRole_WrongSecret_IsRefused()
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => AssumeAsync(secret: "wrong"));

        Assert.Equal("SignatureDoesNotMatch", refused.ErrorCode);
    }

    [Fact]
    public async Task GetCallerIdentity_BySession_NamesRoleAndSession()
    {
        using var sts = Sts((await AssumeAsync()).Credentials);

        var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancel);

        Assert.Equal(("arn:aws:sts::123456789012:assumed-role/worker/pod-1", "123456789012"), (identity.Arn, identity.Account));
    }

    private async Task<AssumeRoleResponse> AssumeAsync(Action<AssumeRoleRequest>? also = null, string secret = "base-secret")
    {
        using var sts = Sts(new BasicAWSCredentials("AKIDBASE", secret));
        var request = new AssumeRoleRequest { RoleArn = _iam.RoleArn("worker"), RoleSessionName = "pod-1" };
        also?.Invoke(request);
        return await sts.AssumeRoleAsync(request, Cancel);
    }

    private AmazonSecurityTokenServiceClient Sts(AWSCredentials credentials) => new(
        credentials, new AmazonSecurityTokenServiceConfig
        {
            ServiceURL = _server.Endpoint.ToString(),
            AuthenticationRegion = "us-east-1",
        });

    private AmazonS3Client Client(AWSCredentials credentials) => new(
        credentials, new AmazonS3Config
        {
            ServiceURL = _server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
        });

    private static string Json(string statement) => """{"Version": "2012-10-17", "Statement": [""" + statement + "]}";

    private static PolicyDocument Parse(string statement, PolicyKind kind) => PolicyParser.Parse(Json(statement), "test", kind);
}
