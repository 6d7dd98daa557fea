using System.Buffers.Text;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>
/// A request's line and headers, copied from the wire and looked up as bytes; one is reused for all requests of a connection.
/// </summary>
internal sealed class RequestHead
{
    private readonly List<(Range Name, Range Value)> _fields = new(32);
    private byte[] _bytes = new byte[4 << 10];
    private Range _method;
    private Range _path;
    private Range _query;

    public ReadOnlySpan<byte> Method => _bytes.AsSpan(_method);

    /// <summary>As sent, percent-encoded.</summary>
    public ReadOnlySpan<byte> Path => _bytes.AsSpan(_path);

    /// <summary>As sent, without the question mark.</summary>
    public ReadOnlySpan<byte> Query => _bytes.AsSpan(_query);

    /// <summary>A header's value; empty if it is not there.</summary>
    public ReadOnlySpan<byte> this[ReadOnlySpan<byte> name]
    {
        get
        {
            foreach (var (at, value) in _fields)
            {
                var theirs = _bytes.AsSpan(at);
                if (theirs.Length == name.Length && Ascii.EqualsIgnoreCase(theirs, name))
                    return _bytes.AsSpan(value);
            }

            return default;
        }
    }

    public long ContentLength => Utf8Parser.TryParse(this["content-length"u8], out long length, out _) ? length : 0;

    /// <exception cref="SinkException">It is not HTTP/1.1.</exception>
    public void Read(ReadOnlySpan<byte> head)
    {
        if (_bytes.Length < head.Length)
            _bytes = new byte[head.Length];
        head.CopyTo(_bytes);
        _fields.Clear();
        var line = head.IndexOf("\r\n"u8);
        ReadLine(head[..line]);
        for (var at = line + 2; ;)
        {
            var length = head[at..].IndexOf("\r\n"u8);
            if (length <= 0)
                return;
            var colon = head.Slice(at, length).IndexOf((byte)':');
            if (colon > 0)
            {
                var value = at + colon + 1;
                while (value < at + length && head[value] == ' ')
                    value++;
                _fields.Add((at..(at + colon), value..(at + length)));
            }

            at += length + 2;
        }
    }

    /// <summary>The lines of the headers that start so, as they may stand in an answer.</summary>
    public byte[] Lines(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> except = default)
    {
        var lines = Array.Empty<byte>();
        foreach (var (at, value) in _fields)
        {
            var name = _bytes.AsSpan(at);
            if (name.Length < prefix.Length || !Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix)
                || Ascii.EqualsIgnoreCase(name, except))
                continue;
            lines = [.. lines, .. name, .. ": "u8, .. _bytes.AsSpan(value), .. "\r\n"u8];
        }

        return lines;
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        var method = line.IndexOf((byte)' ');
        var target = line.LastIndexOf((byte)' ');
        if (method < 1 || target <= method || !line[target..].SequenceEqual(" HTTP/1.1"u8))
            throw new SinkException(400, "BadRequest", "The sink takes HTTP/1.1 alone.");
        _method = ..method;
        var question = line[..target].IndexOf((byte)'?');
        _path = (method + 1)..(question < 0 ? target : question);
        _query = question < 0 ? target..target : (question + 1)..target;
    }
}
