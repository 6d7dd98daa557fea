using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Longshore.Storage;
using Longshore.Storage.HotPath;
using Longshore.Storage.Identity;
using Longshore.Storage.Objects;
using Longshore.Storage.Probe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.Transport;

/// <summary>What the hot path makes of answers that no S3 should give.</summary>
public sealed class OddAnswersTests : IAsyncLifetime
{
    private static readonly IOptions<S3Options> Options = Microsoft.Extensions.Options.Options.Create(new S3Options { Bucket = "bucket" });
    private readonly Session _session = new();
    private WebApplication _server = null!;
    private AmazonS3Client _s3 = null!;
    private ObjectSender _sender = null!;
    private RequestDelegate _answer = _ => Task.CompletedTask;
    private int _requests;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async http =>
        {
            Interlocked.Increment(ref _requests);
            await http.Request.Body.CopyToAsync(Stream.Null);
            await _answer(http);
        });
        await _server.StartAsync(Cancel);
        _s3 = new AmazonS3Client(new BasicAWSCredentials("key", "secret"), new AmazonS3Config { ServiceURL = _server.Urls.First(), ForcePathStyle = true, AuthenticationRegion = "here" });
        _sender = new ObjectSender(_s3, new SigningIdentity(BaseIdentity.Find(() => new BasicAWSCredentials("key", "secret")), _session), Options);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(204)]
    public async Task Put_AnyStatusOfSuccess_IsTaken(int status)
    {
        _answer = http => Answer(http, status, etag: "\"e\"");

        Assert.Equal(new SentObject("e", null, false), await PutAsync());
    }

    [Fact]
    public async Task Put_NoETag_IsNotBelieved()
    {
        _answer = http => Answer(http, 200);

        await Assert.ThrowsAsync<IOException>(PutAsync);
    }

    [Fact]
    public async Task Put_AnotherChecksum_IsNotBelieved()
    {
        _answer = http =>
        {
            http.Response.Headers["x-amz-checksum-sha256"] = "other";
            return Answer(http, 200, etag: "\"e\"");
        };

        await Assert.ThrowsAsync<IOException>(PutAsync);
    }

    [Theory]
    [InlineData(403, 1 << 20, false)]
    [InlineData(503, 1 << 20, true)]
    [InlineData(412, 0, false)]
    public async Task Put_ErrorWithAnyBody_KeepsItsStatus(int status, int bytes, bool cut)
    {
        _answer = async http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentLength = cut ? bytes + 1 : bytes;
            await http.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(new string('x', bytes)), Cancel);
            if (cut)
                http.Abort();
        };

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(PutAsync);

        Assert.Equal(((HttpStatusCode)status, null), (refused.StatusCode, refused.ErrorCode));
    }

    [Theory]
    [InlineData("<html>a proxy</html>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated>")]
    [InlineData("")]
    public async Task List_WhatIsNoListing_IsNotBelieved(string body)
    {
        _answer = http => Answer(http, 200, body);

        await Assert.ThrowsAsync<IOException>(() => Reader.ListAsync("list-type=2", Cancel));
    }

    [Fact]
    public async Task Read_MoreThanIsRead_IsRefused()
    {
        _answer = http => Answer(http, 200, new string('x', 101));

        await Assert.ThrowsAsync<ObjectTooLargeException>(() => Reader.ReadAsync("receipt", 100, Cancel));
    }

    [Fact]
    public async Task Read_NoLengthAndMoreThanIsRead_IsRefused()
    {
        _answer = async http =>
        {
            for (var i = 0; i < 32; i++)
                await http.Response.Body.WriteAsync(new byte[64 << 10], Cancel);
        };

        await Assert.ThrowsAsync<ObjectTooLargeException>(() => Reader.ReadAsync("receipt", 1 << 20, Cancel));
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("")]
    public async Task Read_BytesOfAnotherChecksum_AreNotBelieved(string body)
    {
        _answer = http =>
        {
            http.Response.Headers["x-amz-checksum-sha256"] = Sha256.Base64("whole"u8);
            return Answer(http, 200, body);
        };

        await Assert.ThrowsAsync<IOException>(() => Reader.ReadAsync("receipt", 100, Cancel));
    }

    [Fact]
    public async Task Read_Cut_IsAnError()
    {
        _answer = async http =>
        {
            http.Response.ContentLength = 100;
            await http.Response.Body.WriteAsync(new byte[50], Cancel);
            await http.Response.Body.FlushAsync(Cancel);
            http.Abort();
        };

        var error = await Record.ExceptionAsync(() => Reader.ReadAsync("receipt", 100, Cancel));

        Assert.True(error is IOException or HttpRequestException, $"{error}");
    }

    [Fact]
    public async Task Read_Whole_IsWhatTheStoreHolds()
    {
        _answer = http =>
        {
            http.Response.Headers["x-amz-checksum-sha256"] = Sha256.Base64("whole"u8);
            return Answer(http, 200, "whole");
        };

        Assert.Equal("whole"u8.ToArray(), await Reader.ReadAsync("receipt", 5, Cancel));
    }

    [Fact]
    public async Task List_PageThatPointsToItself_EndsInAnError()
    {
        _answer = http => Answer(http, 200, "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>");
        var calls = new StoreCalls(Options, _session, TimeProvider.System, NullLogger<StoreCalls>.Instance);
        var probe = new StoreProbe(_s3, _sender, calls, new StateKeys(Options.Value), TimeProvider.System, Options, NullLogger<StoreProbe>.Instance);
        var store = new S3Store(_s3, _sender, calls, probe, Options);

        await Assert.ThrowsAnyAsync<StoreUnavailableException>(async () =>
        {
            await foreach (var _ in store.ListAsync("", "", Cancel))
            {
            }
        });
        Assert.InRange(_requests, 3, 10);
    }

    private ObjectReader Reader => new(_sender, new RequestHeaders(new S3Options { Bucket = "bucket" }));

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _s3.Dispose();
        await _server.DisposeAsync();
    }

    private Task<SentObject> PutAsync() => _sender.PutAsync("key", "", "body"u8.ToArray(), Sha256.Base64("body"u8), [], Cancel);

    private static Task Answer(HttpContext http, int status, string body = "", string? etag = null)
    {
        http.Response.StatusCode = status;
        if (etag is not null)
            http.Response.Headers.ETag = etag;
        return status == 204 ? Task.CompletedTask : http.Response.WriteAsync(body, Cancel);
    }
}
