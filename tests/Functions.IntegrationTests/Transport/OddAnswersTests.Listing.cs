using System.Text;
using Longshore.Store;
using Longshore.Store.Objects;
using Microsoft.Extensions.Logging.Abstractions;

namespace Longshore.IntegrationTests.Transport;

/// <summary>Odd answers to a listing.</summary>
public sealed partial class OddAnswersTests
{
    [Theory]
    [InlineData("<html>a proxy</html>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated>")]
    [InlineData("")]
    public async Task List_WhatIsNoListing_IsNotBelieved(string body)
    {
        _answer = http => Answer(http, 200, body);

        await Assert.ThrowsAsync<WrongAnswerException>(() => Reader.ListAsync("list-type=2", Cancel));
    }

    [Theory]
    [InlineData("text/html", "<html><body>Sign in</body></html>", "text/html (200)", "Is S3__ServiceUrl the address of a store")]
    [InlineData("text/html", "", "text/html (200)", "Is S3__ServiceUrl the address of a store")]
    [InlineData("application/json", "{}", "application/json (200)", "Is S3__ServiceUrl the address of a store")]
    [InlineData(null, "[1]", "JSON (200)", "Is S3__ServiceUrl the address of a store")]
    [InlineData(null, "\u001f\u008b", "bytes of an unknown kind (200) in gzip", "Is S3__ServiceUrl the address of a store")]
    [InlineData("application/xml", "<Other/>", "application/xml (200)", "it has another root element")]
    [InlineData("application/xml", "<ListBucketResult></ListBucketResult>", "application/xml (200)", "neither IsTruncated")]
    [InlineData("application/xml",
        "<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>3</KeyCount></ListBucketResult>",
        "application/xml (200)", "KeyCount is 3, and it lists 0 objects")]
    public async Task List_AnswerOfAnotherKind_IsNamedWithWhatCame(string? type, string body, string came, string says)
    {
        _answer = http =>
        {
            http.Response.ContentType = type;
            return http.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(body), Cancel).AsTask();
        };

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.AnswersAsync(Cancel));

        Assert.Contains($"the store answered with {came} where a listing was expected", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_BlanksBeforeTheDeclaration_AreSkipped()
    {
        _answer = http => Answer(http, 200, "\r\n \t<?xml version=\"1.0\"?>\n" + Listing(("key", "W/\"e\"", 7)));

        Assert.Equal([new ListedObject("key", "e", 7)], (await Reader.ListAsync("list-type=2", Cancel)).Objects);
    }

    [Fact]
    public async Task List_ErrorInAnAnswerOfSuccess_IsThatError()
    {
        _answer = http => Answer(http, 200, "\n<Error><Code>AccessDenied</Code><Message>No.</Message></Error>");

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => Store.AnswersAsync(Cancel));

        Assert.Contains("AccessDenied (No.)", refused.Message, StringComparison.Ordinal);
    }
}
