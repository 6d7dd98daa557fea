using System.Net;
using Longshore.Model;

namespace Longshore.UnitTests.Model;

/// <summary>Functions that answer GET, through the real host.</summary>
public sealed class HttpGetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_APathOfAFunction_IsItsAnswerAndNothingMore()
    {
        await using var host = await ToyHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/toy?x=1");
        request.Headers.TryAddWithoutValidation("Accept", "a/b");

        using var answer = await host.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("accepts a/b", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Head_APathOfAFunction_HasNoBody()
    {
        await using var host = await ToyHost.StartAsync();

        using var answer = await host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/toy"), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(8, answer.Content.Headers.ContentLength);
    }

    /// <summary>The path of events may lead a browser elsewhere.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Get_TheRoot_LeadsToThePageOfAFunction(string method)
    {
        await using var host = await ToyHost.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await client.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), new Uri(host.Http.BaseAddress!, "/")), Cancel);

        Assert.Equal((HttpStatusCode.Found, "/toy"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        using var put = await host.Http.PutAsync("/", null, Cancel);
        Assert.Equal(["GET", "HEAD", "POST"], put.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Other_APathOfAFunction_IsNotAllowed(string method)
    {
        await using var host = await ToyHost.StartAsync();

        using var answer = await host.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/toy"), Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData("/toy/down", 503, "check S3__Bucket")]
    [InlineData("/toy/throws", 500, "An unexpected error; the log says which.")]
    [InlineData("/toy/waits", 503, "The deadline or the shutdown came before the work was done.")]
    public async Task Get_WhatFails_IsAProblem(string path, int status, string detail)
    {
        await using var host = await ToyHost.StartAsync(settings: ("Host:Deadline", "PT1S"));

        using var answer = await host.Http.GetAsync(path, Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(detail, await ToyHost.DetailOf(answer));
    }

    [Fact]
    public void Table_TwoThatAnswerOnePath_AreRefused()
    {
        FunctionDefinition Taker(string name) =>
            new(name, [], []) { Gets = [new HttpGet(["/p"], (_, _, _) => throw new NotSupportedException())] };

        var error = Assert.Throws<InvalidOperationException>(() => new FunctionTable([Taker("a"), Taker("b")]));
        Assert.Equal("Both a and b answer GET /p.", error.Message);
    }
}
