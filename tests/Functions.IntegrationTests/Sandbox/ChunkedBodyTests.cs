using System.Security.Cryptography;
using System.Text;

namespace Longshore.IntegrationTests.Sandbox;

/// <summary>aws-chunked bodies, right and wrong, built by hand.</summary>
public sealed class ChunkedBodyTests
{
    private const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static readonly byte[][] Chunks = [Filled(1, 8192), Filled(2, 100)];
    private static readonly byte[] Whole = [.. Chunks[0], .. Chunks[1]];

    [Fact]
    public async Task Put_SignedChunks_AreStoredWithoutTheirFraming()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((200, ""), await SendAsync(s3, Signed));

        Assert.Equal(Whole, s3.Server.Store.Bucket("media").Get("a")!.Body.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Put_OneWrongChunkSignature_IsRefusedAndStoresNothing(int wrong)
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((403, "SignatureDoesNotMatch"), await SendAsync(s3, Signed, wrongChunk: wrong));

        Assert.Null(s3.Server.Store.Bucket("media").Get("a"));
    }

    [Fact]
    public async Task Put_SignedTrailer_KeepsItsChecksum()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((200, ""), await SendAsync(s3, Signed + "-TRAILER", trailer: Sha256(Whole)));

        Assert.Equal(Sha256(Whole), s3.Server.Store.Bucket("media").Get("a")!.Checksum!.Value);
    }

    [Fact]
    public async Task Put_WrongTrailerSignature_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((403, "SignatureDoesNotMatch"),
            await SendAsync(s3, Signed + "-TRAILER", trailer: Sha256(Whole), wrongChunk: 3));
    }

    [Fact]
    public async Task Put_UnsignedTrailer_KeepsItsChecksum()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((200, ""), await SendAsync(s3, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", trailer: Sha256(Whole)));

        Assert.Equal(Sha256(Whole), s3.Server.Store.Bucket("media").Get("a")!.Checksum!.Value);
    }

    [Fact]
    public async Task Put_TrailerChecksumOfOtherBytes_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((400, "BadDigest"), await SendAsync(s3, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", trailer: Sha256([1])));
    }

    [Fact]
    public async Task Put_AnnouncedTrailerMissing_IsRefused()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((400, "MalformedTrailerError"), await SendAsync(s3, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", announce: true));
    }

    [Fact]
    public async Task Put_OtherLengthThanAnnounced_IsIncomplete()
    {
        await using var s3 = await RawS3.StartAsync();

        Assert.Equal((400, "IncompleteBody"), await SendAsync(s3, Signed, decodedLength: Whole.Length + 1));
    }

    private static Task<(int Status, string Code)> SendAsync(
        RawS3 s3, string mode, string? trailer = null, int wrongChunk = -1, bool announce = false, int? decodedLength = null)
    {
        var headers = new Dictionary<string, string> { ["x-amz-decoded-content-length"] = $"{decodedLength ?? Whole.Length}" };
        if (trailer is not null || announce)
            headers["x-amz-trailer"] = "x-amz-checksum-sha256";
        var request = s3.Request(HttpMethod.Put, "/media/a", [], mode, headers);
        request.Content = new ByteArrayContent(Frame(s3, mode.StartsWith(Signed, StringComparison.Ordinal), trailer, wrongChunk));
        return s3.SendAsync(request);
    }

    private static byte[] Frame(RawS3 s3, bool signed, string? trailer, int wrong)
    {
        using var body = new MemoryStream();
        var previous = s3.Signature;
        var empty = RawS3.Hex(SHA256.HashData([]));
        for (var i = 0; i <= Chunks.Length; i++)
        {
            var chunk = i < Chunks.Length ? Chunks[i] : [];
            previous = s3.Sign(
                $"AWS4-HMAC-SHA256-PAYLOAD\n{s3.AmzDate}\n{s3.Scope}\n{previous}\n{empty}\n{RawS3.Hex(SHA256.HashData(chunk))}");
            var sent = i == wrong ? new string('0', 64) : previous;
            body.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}{(signed ? ";chunk-signature=" + sent : "")}\r\n"));
            body.Write(chunk);
            if (chunk.Length > 0)
                body.Write("\r\n"u8);
        }
        if (trailer is not null)
        {
            var line = "x-amz-checksum-sha256:" + trailer;
            var hash = RawS3.Hex(SHA256.HashData(Encoding.ASCII.GetBytes(line + "\n")));
            var signature = s3.Sign($"AWS4-HMAC-SHA256-TRAILER\n{s3.AmzDate}\n{s3.Scope}\n{previous}\n{hash}");
            body.Write(Encoding.ASCII.GetBytes(line + "\r\n"));
            if (signed)
                body.Write(
                    Encoding.ASCII.GetBytes($"x-amz-trailer-signature:{(wrong == 3 ? new string('0', 64) : signature)}\r\n"));
        }
        body.Write("\r\n"u8);
        return body.ToArray();
    }

    private static byte[] Filled(byte value, int length) => [.. Enumerable.Repeat(value, length)];

    private static string Sha256(byte[] bytes) => Convert.ToBase64String(SHA256.HashData(bytes));
}
