using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Http;

/// <summary>Reads a request's body piece by piece; cuts the connection after a number of bytes if a fault asks for it.</summary>
internal sealed class RequestReader(HttpContext http, long? cutAfter)
{
    private readonly PipeReader _pipe = http.Request.BodyReader;
    private long _consumed;

    /// <summary>Exactly that many bytes, or IncompleteBody.</summary>
    public async ValueTask CopyAsync(long count, BodyBuilder into, IncrementalHash? hash)
    {
        while (count > 0)
        {
            var read = await _pipe.ReadAsync(http.RequestAborted);
            if (read.Buffer.IsEmpty && read.IsCompleted)
                throw S3Errors.IncompleteBody();
            var usable = read.Buffer.Slice(0, Math.Min(count, read.Buffer.Length));
            foreach (var memory in usable)
            {
                into.Append(memory.Span);
                hash?.AppendData(memory.Span);
            }
            count -= usable.Length;
            Consume(usable.Length, usable.End);
        }
    }

    /// <summary>A line without its CRLF; null where there is none within <paramref name="limit"/> bytes.</summary>
    public async ValueTask<string?> ReadLineAsync(int limit = 4096)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(http.RequestAborted);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end));
                var next = read.Buffer.GetPosition(1, end);
                Consume(line.Length + 1, next);
                return line.EndsWith('\r') ? line[..^1] : null;
            }
            if (read.IsCompleted || read.Buffer.Length > limit)
            {
                _pipe.AdvanceTo(read.Buffer.Start);
                return null;
            }
            _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whether nothing more follows.</summary>
    public async ValueTask<bool> IsAtEndAsync()
    {
        var read = await _pipe.ReadAsync(http.RequestAborted);
        _pipe.AdvanceTo(read.Buffer.Start);
        return read.Buffer.IsEmpty && read.IsCompleted;
    }

    private void Consume(long count, SequencePosition position)
    {
        _consumed += count;
        _pipe.AdvanceTo(position);
        if (_consumed < cutAfter || cutAfter is null)
            return;
        http.Abort();
        throw new ConnectionCutException();
    }
}

/// <summary>A fault has closed the connection; nothing is left to answer.</summary>
internal sealed class ConnectionCutException() : Exception("The sandbox cut the connection, as it was asked to.");
