using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Longshore.IntegrationTests.Transport;

/// <summary>
/// Stands between a client and a server on loopback and hands bytes on: as an IPv6 address, as the end of TLS, or as an HTTP
/// proxy that opens a tunnel to the server whatever name the client asks for.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly Func<Stream, Task<Stream>> _greet;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _connections;

    private Relay(IPAddress address, int target, Func<Stream, Task<Stream>> greet)
    {
        _listener = new TcpListener(address, 0);
        _listener.Start();
        (_target, _greet) = (new IPEndPoint(IPAddress.Loopback, target), greet);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    public static Relay Plain(IPAddress address, int target) => new(address, target, Task.FromResult);

    public static Relay Tls(X509Certificate2 certificate, int target) => new(IPAddress.Loopback, target, async stream =>
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(certificate);
        return tls;
    });

    /// <summary>Answers CONNECT for any host.</summary>
    public static Relay Proxy(int target) => new(IPAddress.Loopback, target, async stream =>
    {
        var head = new StringBuilder();
        var octet = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(octet);
            head.Append((char)octet[0]);
        }

        if (!head.ToString().StartsWith("CONNECT ", StringComparison.Ordinal))
            throw new InvalidOperationException($"The proxy takes CONNECT alone, not: {head}");
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        return stream;
    });

    /// <summary>A certificate that signs itself, for these names.</summary>
    public static X509Certificate2 Certificate(params ReadOnlySpan<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=relay", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            {
                await server.ConnectAsync(_target, _stop.Token);
                var (near, far) = (await _greet(client.GetStream()), server.GetStream());
                await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException)
        {
            // One end has gone, which the other sees.
        }
    }
}
