using Longshore.Store;
using Longshore.Store.Objects;

namespace Longshore.IntegrationTests.Transport;

public sealed partial class OddAnswersTests
{
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

        await Assert.ThrowsAsync<WrongAnswerException>(() => Reader.ReadAsync("receipt", 100, Cancel));
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
    public async Task Head_NoLength_TakesTheSizeOfTheListing()
    {
        _answer = http =>
            http.Request.Method == "HEAD" ? Answer(http, 200, etag: "\"e\"") : Answer(http, 200, Listing(("key", "e", 7)));

        Assert.Equal(new ObjectHead(7, "e", null, null, null, IsProven: false), await Store.HeadAsync("key", Cancel));
    }

    [Fact]
    public async Task Head_NoLengthAndNotListed_IsAbsent()
    {
        _answer = http =>
            http.Request.Method == "HEAD" ? Answer(http, 200, etag: "\"e\"") : Answer(http, 200, Listing(("key2", "e", 7)));

        Assert.Null(await Store.HeadAsync("key", Cancel));
    }

    [Fact]
    public async Task Head_NoETag_SaysNothingOfTheChecksum()
    {
        _answer = http =>
        {
            http.Response.Headers["x-amz-checksum-sha256"] = "another object's, perhaps";
            http.Response.ContentLength = http.Request.Method == "HEAD" ? 9 : null;
            return http.Request.Method == "HEAD" ? Task.CompletedTask : Answer(http, 200, Listing(("key", "e", 7)));
        };

        Assert.Equal(new ObjectHead(7, "e", null, null, null, IsProven: false), await Store.HeadAsync("key", Cancel));
    }

    [Fact]
    public async Task Head_NoLengthAndAnotherETagInTheListing_IsNotBelieved()
    {
        _answer = http =>
            http.Request.Method == "HEAD" ? Answer(http, 200, etag: "\"e\"") : Answer(http, 200, Listing(("key", "f", 7)));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.HeadAsync("key", Cancel));
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData("\"e\"", 5)]
    public async Task Hash_AnswerOfNoObjectOrCut_IsNotBelieved(string? etag, long size)
    {
        _answer = http => Answer(http, 200, "body", etag);

        await Assert.ThrowsAsync<WrongAnswerException>(() => Reader.HashAsync("key", "e", size, [], Cancel));
    }

    [Fact]
    public async Task Hash_AnotherETag_IsAnotherObject()
    {
        _answer = http => Answer(http, 200, "body", "\"f\"");

        Assert.Null(await Reader.HashAsync("key", "e", 4, [], Cancel));
    }

    [Theory]
    [InlineData("<Error><Code>NoSuchKey</Code></Error>", true)]
    [InlineData("<html>Not found</html>", false)]
    [InlineData("", false)]
    public async Task Read_NotFound_IsAbsenceOnlyIfTheStoreSaysSo(string body, bool absent)
    {
        _answer = http => Answer(http, 404, body);

        if (absent)
            Assert.Null(await Store.ReadAsync("receipt", 100, Cancel));
        else
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.ReadAsync("receipt", 100, Cancel));
    }
}
