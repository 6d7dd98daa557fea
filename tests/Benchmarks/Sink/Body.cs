using System.Buffers.Text;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>
/// A request's body: as it stands, or in <c>aws-chunked</c> framing, whose signatures are not looked at.
/// Source: Amazon S3 API, "Signature calculations for the authorization header: transferring payload in multiple chunks".
/// </summary>
internal sealed class Body
{
    private readonly Wire _wire;
    private readonly bool _chunked;
    private long _left;
    private bool _ended;
    private bool _lineEndsChunk;

    public Body(Wire wire, RequestHead head)
    {
        if (!head["transfer-encoding"u8].IsEmpty)
            throw new SinkException(501, "NotImplemented", "A body needs a Content-Length.");
        _wire = wire;
        _chunked = head["x-amz-content-sha256"u8].StartsWith("STREAMING-"u8)
            || head["content-encoding"u8].IndexOf("aws-chunked"u8) >= 0;
        _left = _chunked ? 0 : head.ContentLength;
        _ended = head.ContentLength == 0;
    }

    /// <summary>The checksum that a client sends after its body, as the line of a header; empty if there was none.</summary>
    public byte[] Trailer { get; private set; } = [];

    /// <summary>The next bytes of the body; empty at its end.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_left == 0 && (_ended || !_chunked || !NextChunk()))
            return default;
        var some = _wire.ReadSome(_left);
        if (some.IsEmpty)
            throw new SinkException(400, "IncompleteBody", "The body is shorter than its Content-Length.");
        _left -= some.Length;
        if (_left == 0 && _chunked && !_ended)
            _lineEndsChunk = true;
        return some;
    }

    /// <summary>Drops what is left.</summary>
    /// <returns>Its bytes.</returns>
    public long Discard()
    {
        var total = 0L;
        while (_left > 0 || (_chunked && !_ended && NextChunk()))
        {
            _wire.Discard(_left);
            total += _left;
            _left = 0;
            _lineEndsChunk = _chunked;
        }

        return total;
    }

    /// <summary>Reads a chunk's first line; at the last one the trailer as well.</summary>
    private bool NextChunk()
    {
        if (_lineEndsChunk)
            _wire.ReadLine();
        _lineEndsChunk = false;
        var line = _wire.ReadLine();
        if (!Utf8Parser.TryParse(line, out _left, out _, 'x'))
            throw new SinkException(400, "IncompleteBody", "A chunk's first line holds no size.");
        if (_left > 0)
            return true;
        _ended = true;
        for (line = _wire.ReadLine(); line.Length > 2; line = _wire.ReadLine())
        {
            if (line.Length > 15 && Ascii.EqualsIgnoreCase(line[..15], "x-amz-checksum-"u8))
                Trailer = line.ToArray();
        }

        return false;
    }
}
