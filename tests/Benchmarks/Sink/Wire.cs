using System.Net.Sockets;

namespace Longshore.Benchmarks.Sink;

/// <summary>
/// A connection's bytes. Blocking on a thread of its own, which costs fewer cycles a request than waking the thread pool.
/// </summary>
internal sealed class Wire(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Reads up to the empty line that ends a request's head.</summary>
    /// <returns>The head with that line; empty if the client has closed the connection. Valid until the next read.</returns>
    /// <exception cref="SinkException">The head does not fit.</exception>
    public ReadOnlySpan<byte> ReadHead() => ReadPast("\r\n\r\n"u8);

    /// <summary>Reads a line with its end; as <see cref="ReadHead"/>.</summary>
    public ReadOnlySpan<byte> ReadLine() => ReadPast("\r\n"u8);

    /// <summary>
    /// The next bytes, as many as are there, <paramref name="most"/> at most; empty if the client has closed the connection.
    /// </summary>
    public ReadOnlySpan<byte> ReadSome(long most)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            _end = socket.Receive(_buffer);
        }

        var some = _buffer.AsSpan(_start, (int)Math.Min(most, _end - _start));
        _start += some.Length;
        return some;
    }

    /// <summary>
    /// Drops bytes. The kernel drops what it can without a copy, so that large parts cost the sink next to nothing.
    /// </summary>
    /// <exception cref="SinkException">The client has closed the connection.</exception>
    public void Discard(long count)
    {
        var buffered = (int)Math.Min(count, _end - _start);
        _start += buffered;
        for (var left = count - buffered; left > 0;)
        {
            var dropped = SocketTrash.Discard(socket, left);
            if (dropped == 0)
                throw new SinkException(400, "IncompleteBody", "The body is shorter than its Content-Length.");
            left -= dropped;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }

    public void Dispose() => socket.Dispose();

    private ReadOnlySpan<byte> ReadPast(ReadOnlySpan<byte> end)
    {
        var looked = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf(end);
            if (found >= 0)
            {
                var all = _buffer.AsSpan(_start, looked + found + end.Length);
                _start += all.Length;
                return all;
            }

            looked = Math.Max(0, _end - _start - end.Length + 1);
            if (!Fill())
                return default;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            throw new SinkException(400, "RequestHeaderSectionTooLarge", "A head or line is over 64 KiB.");
        var received = socket.Receive(_buffer.AsSpan(_end));
        _end += received;
        return received > 0;
    }
}
