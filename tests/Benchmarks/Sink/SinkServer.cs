using System.Net;
using System.Net.Sockets;

namespace Longshore.Benchmarks.Sink;

/// <summary>Listens on loopback; a thread for each connection.</summary>
internal sealed class SinkServer : IDisposable
{
    private const int StackBytes = 256 << 10;
    private readonly TcpListener _listener;
    private readonly SinkService _service;

    /// <param name="port">0 takes a free one.</param>
    public SinkServer(int port, TimeSpan delay)
    {
        _service = new SinkService(delay);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(1024);
        new Thread(Accept, StackBytes) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.AcceptSocket();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Disposed: the process ends.
                return;
            }

            socket.NoDelay = true;
            new Thread(() => Serve(socket), StackBytes) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        using var wire = new Wire(socket);
        using var exchange = new Exchange(wire);
        try
        {
            while (exchange.Next())
            {
                _service.Handle(exchange);
                wire.Write(exchange.Answer.Bytes);
            }
        }
        catch (Exception e) when (e is SocketException or SinkException)
        {
            // The client has left, or sends what is no request: the connection is closed, and the client says what it makes of
            // that.
        }
    }
}
