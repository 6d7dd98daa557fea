using System.Text;

namespace Longshore.IntegrationTests.Sandbox;

public sealed class SignatureTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("content");

    [Fact]
    public async Task Put_SignedPayload_IsStored()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((200, ""), await s3.SendAsync(s3.Request(HttpMethod.Put, "/media/a", Body)));

        Assert.Equal(Body, s3.Server.Store.Bucket("media").Get("a")!.Body.ToArray());
    }

    [Fact]
    public async Task Put_UnsignedPayload_IsStored()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((200, ""), await s3.SendAsync(s3.Request(HttpMethod.Put, "/media/a", Body, payload: "UNSIGNED-PAYLOAD")));
    }

    [Fact]
    public async Task Put_OtherBytesThanSigned_IsRefusedAndStoresNothing()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((400, "XAmzContentSHA256Mismatch"),
            await s3.SendAsync(s3.Request(HttpMethod.Put, "/media/a", Body, payload: new string('0', 64))));

        Assert.Null(s3.Server.Store.Bucket("media").Get("a"));
    }

    [Fact]
    public async Task Get_WrongSecret_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();
        s3.SigningSecret = "other";

        Assert.Equal((403, "SignatureDoesNotMatch"), await s3.SendAsync(s3.Request(HttpMethod.Get, "/media")));
    }

    [Fact]
    public async Task Get_UnknownKey_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();
        s3.Key = "AKIDNOBODY";

        Assert.Equal((403, "InvalidAccessKeyId"), await s3.SendAsync(s3.Request(HttpMethod.Get, "/media")));
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(16)]
    public async Task Get_ClockOffByMoreThanAQuarterOfAnHour_IsRefused(int minutes)
    {
        await using var s3 = await RawS3.StartAsync();
        s3.Now += TimeSpan.FromMinutes(minutes);

        Assert.Equal((403, "RequestTimeTooSkewed"), await s3.SendAsync(s3.Request(HttpMethod.Get, "/media")));
    }

    [Fact]
    public async Task Get_WrongRegion_IsRefusedAndTheRightOneNamed()
    {
        await using var s3 = await RawS3.StartAsync();
        s3.Region = "eu-west-1";

        Assert.Equal((400, "AuthorizationHeaderMalformed"), await s3.SendAsync(s3.Request(HttpMethod.Get, "/media")));
    }

    [Fact]
    public async Task Put_UnsignedAmzHeader_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();
        var request = s3.Request(HttpMethod.Put, "/media/a", Body, unsigned: new() { ["x-amz-meta-mode"] = "0644" });

        Assert.Equal((403, "AccessDenied"), await s3.SendAsync(request));
    }

    [Fact]
    public async Task Put_HeaderChangedAfterSigning_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();
        var request = s3.Request(HttpMethod.Put, "/media/a", Body, headers: new() { ["x-amz-meta-mode"] = "0644" });
        request.Headers.Remove("x-amz-meta-mode");
        request.Headers.Add("x-amz-meta-mode", "0777");

        Assert.Equal((403, "SignatureDoesNotMatch"), await s3.SendAsync(request));
    }

    [Fact]
    public async Task Get_NotSigned_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((403, "AccessDenied"),
            await s3.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(s3.Server.Endpoint, "/media"))));
    }

    [Fact]
    public async Task Get_TokenThatBelongsToNoSession_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();
        var request = s3.Request(HttpMethod.Get, "/media", headers: new() { ["x-amz-security-token"] = "made-up" });

        Assert.Equal((400, "InvalidToken"), await s3.SendAsync(request));
    }

    [Fact]
    public async Task Put_BucketInTheHost_IsVirtualHostedStyle()
    {
        await using var s3 = await RawS3.StartAsync();
        s3.Host = "media.localhost:" + s3.Server.Endpoint.Port;

        Assert.Equal((200, ""), await s3.SendAsync(s3.Request(HttpMethod.Put, "/folder/a", Body)));

        Assert.NotNull(s3.Server.Store.Bucket("media").Get("folder/a"));
    }

    [Theory]
    [InlineData("/media/a?acl")]
    [InlineData("/media?lifecycle")]
    public async Task Get_SubresourceTheSandboxLacks_IsNotImplemented(string target)
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((501, "NotImplemented"),
            await s3.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(s3.Server.Endpoint, target))));
    }
}
