using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Longshore.UnitTests.Hosting;

/// <summary>HTTP/1.1 and cleartext HTTP/2 on one port.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private ToyHost host = null!;

    public async ValueTask InitializeAsync() => host = await ToyHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Post_EitherProtocol_IsAnswered(string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Version = new(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent("{}"u8.ToArray()),
        };
        foreach (var (name, value) in ToyHost.Attributes("toy.echo").SkipLast(1))
            request.Headers.Add(name, value);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal(new Version(version), response.Version);
    }

    [Theory]
    [InlineData("P")]
    [InlineData("PR")]
    public async Task Preface_InPieces_IsStillHttp1(string first)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, host.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(first), TestContext.Current.CancellationToken);
        await Task.Yield();
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("ROPFIND / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"[(first.Length - 1)..]),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());

        Assert.StartsWith(
            "HTTP/1.1 405", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
