using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Longshore.Store;
using Longshore.Store.HotPath;
using Longshore.Store.Identity;
using Longshore.Store.Objects;
using Longshore.Store.Probe;
using Longshore.Store.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.Transport;

/// <summary>What the hot path makes of answers that no S3 should give.</summary>
public sealed partial class OddAnswersTests : IAsyncLifetime
{
    private static readonly IOptions<S3Options> Options = Microsoft.Extensions.Options.Options.Create(
        new S3Options { Bucket = "bucket" });
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
        _s3 = new AmazonS3Client(new BasicAWSCredentials("key", "secret"), new AmazonS3Config
        {
            ServiceURL = _server.Urls.First(),
            ForcePathStyle = true,
            AuthenticationRegion = "here",
        });
        _sender = new ObjectSender(_s3,
            new SigningIdentity(
                new BaseIdentity(() => new BasicAWSCredentials("key", "secret"), new S3Options(), NullLogger.Instance),
                _session), Options);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(204)]
    public async Task Put_AnyStatusOfSuccess_IsTaken(int status)
    {
        _answer = http => Answer(http, status, etag: "\"e\"");

        Assert.Equal(new PutResult(WriteResult.Unproven, "e"), await PutAsync());
    }

    [Fact]
    public async Task Put_NoETag_IsNotBelieved()
    {
        _answer = http => Answer(http, 200);

        await Assert.ThrowsAsync<WrongAnswerException>(PutAsync);
    }

    [Fact]
    public async Task Put_AnotherChecksum_IsNotBelieved()
    {
        _answer = http =>
        {
            http.Response.Headers["x-amz-checksum-sha256"] = "other";
            return Answer(http, 200, etag: "\"e\"");
        };

        await Assert.ThrowsAsync<WrongAnswerException>(PutAsync);
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

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(PutAsync);

        Assert.Equal(((HttpStatusCode)status, null), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData("W/\"e\"")]
    [InlineData("e")]
    public async Task AnyAnswer_ETagInAnotherForm_IsTheSameTag(string sent)
    {
        _answer = http => http.Request.Method == "POST"
            ? Answer(http, 200, "\n\r<?xml version=\"1.0\"?><CompleteMultipartUploadResult>"
                + $"<ETag>{sent.Replace("\"", "&quot;")}</ETag></CompleteMultipartUploadResult>")
            : Answer(http, 200, http.Request.Method == "HEAD" ? "" : "body", sent);

        Assert.Equal("e", (await PutAsync()).ETag);
        Assert.Equal("e", (await CompleteAsync()).ETag);
        Assert.Equal("e", (await Reader.HeadAsync("key", Cancel))!.ETag);
        Assert.Equal([Sha256.Base64("b"u8), Sha256.Base64(""u8), Sha256.Base64("dy"u8)],
            (await Reader.HashAsync("key", "e", 4, [new(0, 1), new(1, 0), new(2, 2)], Cancel))!);
    }

    [Fact]
    public async Task Put_WebPage_IsNamed()
    {
        _answer = http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            return Answer(http, 200, "<html>Sign in</html>");
        };

        var error = await Assert.ThrowsAsync<WrongAnswerException>(PutAsync);

        Assert.Equal("the store answered with text/html (200) where an ETag was expected", error.Message);
    }

    [Theory]
    [InlineData("The plain HTTP request was sent to HTTPS port")]
    [InlineData("Client sent an HTTP request to an HTTPS server.")]
    [InlineData("You're speaking plain HTTP to an SSL-enabled server port.")]
    public async Task AnyRequest_PortWantsTls_SaysSo(string page)
    {
        _answer = http => Answer(http, 400, $"<html>{page}</html>");

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => Store.AnswersAsync(Cancel));

        Assert.Contains("wants https", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_PageThatPointsToItself_EndsInAnError()
    {
        _answer = http => Answer(http, 200,
            "<ListBucketResult><IsTruncated>true</IsTruncated>"
            + "<NextContinuationToken>t</NextContinuationToken></ListBucketResult>");

        await Assert.ThrowsAnyAsync<StoreUnavailableException>(async () =>
        {
            await foreach (var _ in Store.ListAsync("", "", Cancel))
            {
            }
        });
        Assert.InRange(_requests, 3, 10);
    }

    [Fact]
    public async Task List_NewTokenForTheSamePageEachTime_EndsInAnError()
    {
        _answer = http => Answer(http, 200,
            $"<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t{_requests}</NextContinuationToken>"
            + "<Contents><Key>a</Key><ETag>e</ETag><Size>1</Size></Contents></ListBucketResult>");

        var error = await Assert.ThrowsAnyAsync<StoreUnavailableException>(async () =>
        {
            await foreach (var _ in Store.ListAsync("", "", Cancel))
            {
            }
        });
        Assert.Contains("does not go on", error.Message, StringComparison.Ordinal);
        Assert.InRange(_requests, 100, 105);
    }

    [Fact]
    public async Task Complete_ErrorInAnAnswerOfSuccess_IsThatError()
    {
        _answer = http => Answer(http, 200,
            "   \n<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>Try again.</Message></Error>");

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(CompleteAsync);

        Assert.Equal(("InternalError", HttpStatusCode.InternalServerError), (refused.Code, refused.Status));
    }

    [Theory]
    [InlineData("<html>a proxy</html>")]
    [InlineData("<CompleteMultipartUploadResult><Key>key</Key></CompleteMultipartUploadResult>")]
    [InlineData("")]
    public async Task Complete_WhatNamesNoETag_IsNotBelieved(string body)
    {
        _answer = http => Answer(http, 200, body);

        await Assert.ThrowsAsync<WrongAnswerException>(CompleteAsync);
    }

    [Fact]
    public async Task KeyRange_BudgetRunsOut_AsksForTheKeyItself()
    {
        _answer = http =>
        {
            var prefix = http.Request.Query["prefix"].ToString();
            if (http.Request.Method == "HEAD")
                return Answer(http, 404, "");
            return prefix == "z" ? Answer(http, 200, Listing(("z", "e", 1))) : Answer(http, 200, Listing(true,
                [.. Enumerable.Range(0, 1000).Select(number => ($"b{Interlocked.Increment(ref _listed):d9}", "e", 1L))]));
        };

        var found = await new KeyRange(Store).ListAsync(new HashSet<string>(["a", "y", "z"]), Cancel);

        Assert.Equal(["z"], found.Keys);
        Assert.InRange(_requests, 3, 9);
    }

    private int _listed;

    private S3Store Store
    {
        get
        {
            var calls = new RequestRetry(Options, _session, TimeProvider.System, NullLogger<RequestRetry>.Instance);
            var probe = new StoreProbe(_s3, _sender, calls, TimeProvider.System, Options, NullLogger<StoreProbe>.Instance);
            return new S3Store(_sender, calls, probe, Options);
        }
    }

    private Task<PutResult> CompleteAsync() =>
        new UploadRequests(_sender, new RequestHeaders(new S3Options { Bucket = "bucket" }))
        .CompleteAsync("key", "upload", [new UploadedPart("e", "c", 1)], "c-1", 1, ifNoneMatch: true, null, Cancel);

    private static string Listing(params (string Key, string ETag, long Size)[] objects) => Listing(false, objects);

    private static string Listing(bool more, (string Key, string ETag, long Size)[] objects) =>
        "<ListBucketResult>"
            + $"<IsTruncated>{(more ? "true" : "false")}</IsTruncated>"
            + (more ? $"<NextContinuationToken>{objects[^1].Key}</NextContinuationToken>" : "")
        + string.Concat(
            objects.Select(
            item => $"<Contents><Key>{item.Key}</Key><ETag>&quot;{item.ETag}&quot;</ETag><Size>{item.Size}</Size></Contents>"))
            + "</ListBucketResult>";

    private ObjectReader Reader => new(_sender, new RequestHeaders(new S3Options { Bucket = "bucket" }));

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        _s3.Dispose();
        await _server.DisposeAsync();
    }

    private Task<PutResult> PutAsync() => _sender.PutAsync("key", "", "body"u8.ToArray(), Sha256.Base64("body"u8), [], Cancel);

    private static Task Answer(HttpContext http, int status, string body = "", string? etag = null)
    {
        http.Response.StatusCode = status;
        if (etag is not null)
            http.Response.Headers.ETag = etag;
        return status == 204 ? Task.CompletedTask : http.Response.WriteAsync(body, Cancel);
    }
}
