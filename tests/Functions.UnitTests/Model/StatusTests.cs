using System.Net;
using System.Text;

namespace Longshore.UnitTests.Model;

/// <summary>The HTTP status that Knative gets.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private ToyHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ToyHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Post_NoReply_IsAcceptedWithEmptyBody()
    {
        using var response = await _host.PostAsync("toy.files", """{"files":[]}""");

        ToyHost.Expect(HttpStatusCode.Accepted, response);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("bad", HttpStatusCode.BadRequest, "The path is outside the volume.")]
    [InlineData("volume", HttpStatusCode.ServiceUnavailable, "Volume__Root is not there.")]
    [InlineData("store", HttpStatusCode.ServiceUnavailable, "S3__Bucket throttles.")]
    [InlineData("sink", HttpStatusCode.ServiceUnavailable, "The sink answered 500.")]
    [InlineData("cancelled", HttpStatusCode.InternalServerError, "unexpected")]
    [InlineData("other", HttpStatusCode.InternalServerError, "unexpected")]
    [InlineData("replies badly", HttpStatusCode.InternalServerError, "unexpected")]
    public async Task Post_FunctionThrows_IsMapped(string error, HttpStatusCode status, string detail)
    {
        using var response = await _host.PostAsync("toy.throw", "{}", error);

        ToyHost.Expect(status, response);
        Assert.Equal(status == HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
        var body = await ToyHost.DetailOf(response);
        Assert.Contains(detail, body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_UnexpectedError_IsOneErrorLineInTheLog()
    {
        using var response = await _host.PostAsync("toy.throw", "{}", "other");

        var lines = Encoding.UTF8.GetString(_host.Log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var line = Assert.Single(lines, each => each.Contains("\"level\":\"error\"", StringComparison.Ordinal));
        Assert.Contains("hunter2", line, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"1\"", line, StringComparison.Ordinal);
        Assert.Contains("\"function\":\"thrower\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/healthz/live", HttpStatusCode.OK)]
    [InlineData("HEAD", "/healthz/live", HttpStatusCode.OK)]
    [InlineData("GET", "/healthz/ready", HttpStatusCode.OK)]
    [InlineData("POST", "/healthz/ready", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/deadletters", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/favicon.ico", HttpStatusCode.NotFound)]
    public async Task Request_OtherThanEvents_IsAnswered(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        ToyHost.Expect(status, response);
    }

    [Theory]
    [InlineData("application/json", "{ not json")]
    [InlineData("text/plain", "text")]
    [InlineData("nonsense", "{}")]
    [InlineData(null, "")]
    public async Task PostDeadLetter_AnyContent_IsKeptByteForByte(string? contentType, string data)
    {
        var headers = ToyHost.Attributes("anything.at.all").SkipLast(1).Append(("ce-knativeerrorcode", "400"))
            .Append(("ce-hops", "many"));
        using var response = await _host.PostAsync(
            Encoding.UTF8.GetBytes(data), contentType is null ? headers : headers.Append(("Content-Type", contentType)),
            "/deadletters",
            TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.Accepted, response);
        Assert.Equal(data, _host.Record.Letter);
        Assert.Equal("400", _host.Record.Calls[0].Event["knativeerrorcode"]);
        Assert.Equal("400", _host.Record.Calls[0].Headers["CE-KnativeErrorCode"]);
        Assert.Equal("letters", _host.Record.Calls[0].Function);
        if (contentType is not null)
            Assert.Equal(contentType, _host.Record.Calls[0].Headers["content-type"]);
    }

    [Fact]
    public async Task PostDeadLetter_Structured_GivesTheDataAlone()
    {
        using var response = await _host.PostAsync(
            """{"specversion":"1.0","id":"1","source":"/t","type":"any","data":{"a": 1}}"""u8.ToArray(),
            [("Content-Type", "application/cloudevents+json")], "/deadletters", TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.Accepted, response);
        Assert.Equal("""{"a": 1}""", _host.Record.Letter);
    }

    [Fact]
    public async Task PostDeadLetter_TooLargeForAnEvent_IsKept()
    {
        using var response = await _host.PostAsync(
            new byte[2 << 20], ToyHost.Attributes("toy.echo"), "/deadletters", TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.Accepted, response);
    }

    [Fact]
    public async Task Post_WorkToTheRoot_NeverReachesTheDeadLetterFunction()
    {
        using var response = await _host.PostAsync("anything.at.all", "{}");

        ToyHost.Expect(HttpStatusCode.BadRequest, response);
        Assert.Empty(_host.Record.Calls);
    }
}
