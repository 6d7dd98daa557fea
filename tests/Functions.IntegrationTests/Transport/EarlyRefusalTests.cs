using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Longshore.Store;
using Longshore.Store.HotPath;
using Longshore.Store.Identity;
using Longshore.Store.Objects;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.Transport;

/// <summary>
/// A store that refuses an object by its head, before its body is read, and closes the connection with the body still on its way.
/// </summary>
public sealed class EarlyRefusalTests : IDisposable
{
    private const string Refusal =
        "<Error><Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message></Error>";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _connections;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100, "Connection: close\r\n")]
    [InlineData(70_000, "Connection: close\r\n")]
    [InlineData(16 << 20, "Connection: close\r\n")]
    [InlineData(16 << 20, "")]
    public async Task Put_RefusedBeforeTheBodyIsRead_TellsTheStoresCodeAndWords(int size, string last)
    {
        _listener.Start();
        var serving = ServeAsync(last);
        using var s3 = new AmazonS3Client(new BasicAWSCredentials("key", "secret"), new AmazonS3Config
        {
            ServiceURL = $"http://{_listener.LocalEndpoint}",
            ForcePathStyle = true,
            AuthenticationRegion = "here",
        });
        using var sender = new ObjectSender(s3,
            new SigningIdentity(
                new BaseIdentity(() => new BasicAWSCredentials("key", "secret"), new S3Options(), NullLogger.Instance),
                new Session()),
            Options.Create(new S3Options { Bucket = "bucket" }));
        var body = new byte[size];

        for (var time = 1; time <= 3; time++)
        {
            var refused = await Assert.ThrowsAsync<RequestRefusedException>(
                () => sender.PutAsync("key", "", body, Sha256.Base64(body), [], Cancel));

            Assert.Equal("EntityTooLarge (Your proposed upload exceeds the maximum allowed size)", refused.Words);
            Assert.Equal(StoreErrorKind.Permanent, StoreErrors.Classify(refused));
        }

        Assert.Equal(3, _connections);
        _listener.Stop();
        await ((Task)serving).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(string last)
    {
        while (true)
        {
            using var client = await _listener.AcceptSocketAsync(Cancel);
            _connections++;
            var head = new byte[2048];
            var read = 0;
            while (!Encoding.ASCII.GetString(head, 0, read).Contains("\r\n\r\n", StringComparison.Ordinal))
                read += await client.ReceiveAsync(head.AsMemory(read), Cancel);
            await client.SendAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 400 Bad Request\r\nContent-Length: {Refusal.Length}\r\n{last}\r\n{Refusal}"), Cancel);
            // Closed with bytes that nobody has read, so that the other side's sending is reset.
            await Task.Delay(50, Cancel);
        }
    }
}
