using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Longshore.Model;

/// <summary>
/// Lets HTTP/1.1 and HTTP/2 share a port without TLS: Kestrel chooses by TLS alone and would speak HTTP/1.1 to everybody. A
/// client with prior knowledge of HTTP/2 begins with a preface that no HTTP/1.1 request begins with (RFC 9113, 3.4);
/// its connection is handed to the HTTP/2 server, which is built on an endpoint that nobody connects to.
/// </summary>
internal sealed class Http2Preface
{
    /// <summary>After this long without a decision the HTTP/1.1 server and its own time limits take over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private ConnectionDelegate? http2;

    /// <summary>Middleware of the unreachable HTTP/2 endpoint: remembers the server that stands behind it.</summary>
    public ConnectionDelegate Capture(ConnectionDelegate server) => http2 = server;

    /// <summary>Middleware of the real endpoint.</summary>
    public ConnectionDelegate Choose(ConnectionDelegate http1) => async connection =>
    {
        var server = await StartsAsHttp2Async(connection) && http2 is not null ? http2 : http1;
        await server(connection);
    };

    private static async Task<bool> StartsAsHttp2Async(ConnectionContext connection)
    {
        using var give = CancellationTokenSource.CreateLinkedTokenSource(
            connection.ConnectionClosed,
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default);
        give.CancelAfter(Patience);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(give.Token);
                var known = Math.Min(read.Buffer.Length, 3);
                var isPreface = Begins(read.Buffer.Slice(0, known));
                var isDecided = !isPreface || known == 3 || read.IsCompleted;
                input.AdvanceTo(read.Buffer.Start, isDecided ? read.Buffer.Start : read.Buffer.End);
                if (isDecided)
                    return isPreface && known == 3;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The preface is <c>PRI * HTTP/2.0…</c>; no other method begins with these three letters.</summary>
    private static bool Begins(System.Buffers.ReadOnlySequence<byte> start)
    {
        Span<byte> letters = stackalloc byte[3];
        System.Buffers.BuffersExtensions.CopyTo(start, letters);
        return letters[..(int)start.Length].SequenceEqual("PRI"u8[..(int)start.Length]);
    }
}
