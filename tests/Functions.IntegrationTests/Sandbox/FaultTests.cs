using System.Net.Http.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Faults;

namespace Longshore.IntegrationTests.Sandbox;

/// <summary>Faults on request: each does what its name says, to whom its filters say.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private S3Server _server = null!;
    private AmazonS3Client _s3 = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await S3Server.StartAsync(
            new S3ServerOptions { Iam = IamDirectory.WithAdministrator("AKID", "secret"), Buckets = ["media"] });
        _s3 = new AmazonS3Client(new BasicAWSCredentials("AKID", "secret"), new AmazonS3Config
        {
            ServiceURL = _server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("SlowDown", 503, "SlowDown")]
    [InlineData("InternalError", 500, "InternalError")]
    [InlineData("ExpiredToken", 400, "ExpiredToken")]
    [InlineData("Conflict", 409, "ConditionalRequestConflict")]
    public async Task Put_RefusingFault_AnswersItAndStoresNothing(string kind, int status, string code)
    {
        _server.Faults.Add(new Fault { Kind = Enum.Parse<FaultKind>(kind) });

        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => PutAsync("a"));

        Assert.Equal((status, code), ((int)refused.StatusCode, refused.ErrorCode));
        Assert.Null(_server.Store.Bucket("media").Get("a"));
        Assert.Equal(1, _server.Counters.Of("PutObject", code));
    }

    [Fact]
    public async Task Put_LostResponse_StoresAndBreaksTheConnection()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.LostResponse, Count = 1 });

        await Assert.ThrowsAnyAsync<Exception>(() => PutAsync("a"));

        Assert.NotNull(_server.Store.Bucket("media").Get("a"));
        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => PutAsync("a"));
        Assert.Equal("PreconditionFailed", refused.ErrorCode);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Put_CutRequest_StoresNothing(long afterBytes)
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.CutRequest, AfterBytes = afterBytes });

        await Assert.ThrowsAnyAsync<Exception>(() => PutAsync("a"));

        Assert.Null(_server.Store.Bucket("media").Get("a"));
    }

    [Fact]
    public async Task Get_CutResponse_BreaksWithinTheBody()
    {
        await PutAsync("a");
        _server.Faults.Add(new Fault { Kind = FaultKind.CutResponse, AfterBytes = 3 });

        await Assert.ThrowsAnyAsync<Exception>(() => GetAsync("a"));
    }

    [Fact]
    public async Task Get_TruncatedBody_EndsInGoodOrder()
    {
        await PutAsync("a");
        _server.Faults.Add(new Fault { Kind = FaultKind.TruncateBody, AfterBytes = 3 });

        using var response =
            await _s3.GetObjectAsync(new GetObjectRequest { BucketName = "media", Key = "a", ChecksumMode = null }, Cancel);

        Assert.Equal(3, response.ContentLength);
    }

    [Fact]
    public async Task Get_CorruptBody_HasOtherBytes()
    {
        await PutAsync("a");
        _server.Faults.Add(new Fault { Kind = FaultKind.CorruptBody });

        await Assert.ThrowsAnyAsync<Exception>(async () => Assert.Equal("content", await GetAsync("a")));
    }

    [Fact]
    public async Task Head_WrongChecksum_TellsAnother()
    {
        await PutAsync("a");
        var head = new GetObjectMetadataRequest { BucketName = "media", Key = "a", ChecksumMode = ChecksumMode.ENABLED };
        var right = await _s3.GetObjectMetadataAsync(head, Cancel);
        _server.Faults.Add(new Fault { Kind = FaultKind.WrongChecksum });

        var wrong = await _s3.GetObjectMetadataAsync(head, Cancel);

        Assert.NotNull(right.ChecksumCRC32);
        Assert.NotEqual(right.ChecksumCRC32, wrong.ChecksumCRC32);
    }

    [Fact]
    public async Task Fault_FiltersAndCount_StrikeOnlyWhatTheyName()
    {
        _server.Faults.Add(
            new Fault { Kind = FaultKind.SlowDown, Operation = "PutObject", KeyPrefix = "in/", Skip = 1, Count = 1 });

        await PutAsync("other");
        await PutAsync("in/1");
        await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => PutAsync("in/2"));
        await PutAsync("in/3");
        Assert.Equal("content", await GetAsync("in/1"));
    }

    [Fact]
    public void Plan_SameSeed_StrikesTheSameRequests()
    {
        static IEnumerable<bool> Strikes()
        {
            var faults = new FaultInjector();
            faults.Add(new Fault { Kind = FaultKind.SlowDown, Rate = 0.3, Seed = 7 });
            return Enumerable.Range(0, 1000).Select(_ => faults.Plan("PutObject", "media", "a").SlowDown).ToList();
        }

        Assert.Equal(Strikes(), Strikes());
        Assert.InRange(Strikes().Count(struck => struck), 250, 350);
    }

    [Fact]
    public async Task AdminFaults_PostAndDelete_TakeEffect()
    {
        using var http = new HttpClient { BaseAddress = _server.Endpoint };
        var posted = await http.PostAsJsonAsync("_sandbox/faults", new { kind = "SlowDown", operation = "PutObject" }, Cancel);
        Assert.True(posted.IsSuccessStatusCode);
        await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => PutAsync("a"));

        await http.DeleteAsync("_sandbox/faults", Cancel);

        await PutAsync("a");
        Assert.Contains("\"PutObject\":1", await http.GetStringAsync("_sandbox/counters", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminFaults_UnknownKind_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = _server.Endpoint };

        var posted = await http.PostAsJsonAsync("_sandbox/faults", new { kind = "Meteor" }, Cancel);

        Assert.Equal(400, (int)posted.StatusCode);
    }

    private Task<PutObjectResponse> PutAsync(string key) => _s3.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = "media",
            Key = key,
            ContentBody = "content",
            IfNoneMatch = "*",
            ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
        }, Cancel);

    private async Task<string> GetAsync(string key)
    {
        using var response = await _s3.GetObjectAsync("media", key, Cancel);
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync(Cancel);
    }
}
