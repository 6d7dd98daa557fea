using System.Buffers.Text;
using System.Runtime.ExceptionServices;

namespace Longshore.Store.HotPath;

/// <summary>
/// Sends the head and the body of a request in one write, if they fit into 64 KiB. .NET's HTTP handler writes them one after the
/// other, which costs a system call, a packet and a wake-up of the receiver for each. A larger body is passed through. Serves one
/// connection; one write at a time.
/// </summary>
/// <param name="inner">The connection, which it owns.</param>
internal sealed class WholeRequests(Stream inner) : Stream
{
    private const int MostTogether = 64 << 10;
    private static readonly byte[] LengthName = "\r\nContent-Length: "u8.ToArray();
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    /// <summary>The wait for an answer after an error of the sending. A store that waits for the body sends none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private byte[]? _held;
    private int _length;
    private int _whole;

    /// <summary>Bytes of a large body that are still to come. They are not searched for a head.</summary>
    private long _passing;

    /// <summary>The error that ended the sending of a large body.</summary>
    private IOException? _broken;
    private Timer? _closing;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_passing > 0)
            return PassAsync(buffer, cancellationToken);
        if (_broken is not null)
            throw new IOException("The connection is broken.", _broken);
        if (_held is null)
        {
            var whole = WholeLength(buffer.Span);
            if (whole > MostTogether)
                _passing = whole - buffer.Length;
            if (whole <= buffer.Length || whole > MostTogether)
                return inner.WriteAsync(buffer, cancellationToken);
            (_held, _length, _whole) = (ArrayPool<byte>.Shared.Rent((int)whole), 0, (int)whole);
        }

        if (_length + buffer.Length > _whole)
            throw new IOException("A request's body is longer than its head says.");
        buffer.CopyTo(_held.AsMemory(_length));
        _length += buffer.Length;
        return _length < _whole ? ValueTask.CompletedTask : SendAsync(cancellationToken);
    }

    /// <summary>
    /// A store may refuse a large body after its head and close the connection. Its answer has arrived then, so an error of the
    /// sending does not prevent reading it.
    /// </summary>
    private async ValueTask PassAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        _passing -= body.Length;
        if (_passing < 0)
            throw new IOException("A request's body is longer than its head says.");
        try
        {
            if (_broken is null)
                await inner.WriteAsync(body, cancellation);
        }
        catch (IOException e)
        {
            _broken = e;
            // The handler may have begun to read before, so the connection itself has to end.
            _closing = new Timer(_ => inner.Dispose(), null, Patience, Timeout.InfiniteTimeSpan);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _broken is null ? inner.ReadAsync(buffer, cancellationToken) : ReadAnswerAsync(buffer, _broken, cancellationToken);

    private async ValueTask<int> ReadAnswerAsync(Memory<byte> buffer, IOException broken, CancellationToken cancellation)
    {
        try
        {
            if (await inner.ReadAsync(buffer, cancellation) is > 0 and var read)
                return read;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The error of the sending is the cause.
        }

        ExceptionDispatchInfo.Throw(broken);
        return 0;
    }

    /// <summary>Bytes of the request that begins here, with its body; 0 if no head with a length begins here.</summary>
    private static long WholeLength(ReadOnlySpan<byte> start)
    {
        var head = start.IndexOf(HeadEnd);
        var length = head < 0 ? -1 : start[..(head + 2)].IndexOf(LengthName);
        return length >= 0 && Utf8Parser.TryParse(start[(length + LengthName.Length)..], out long body, out _)
            ? head + HeadEnd.Length + body
            : 0;
    }

    /// <summary>After a failed write the buffer is not returned to the pool: the socket may still read it.</summary>
    private async ValueTask SendAsync(CancellationToken cancellation)
    {
        var whole = _held!;
        _held = null;
        await inner.WriteAsync(whole.AsMemory(0, _whole), cancellation);
        ArrayPool<byte>.Shared.Return(whole);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closing?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
