namespace Longshore.Store.Objects;

/// <summary>The body of an answer in a pooled buffer. Dispose it to return the buffer.</summary>
internal sealed class ResponseBody : IDisposable
{
    private byte[] _buffer;
    private int _length;

    private ResponseBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads the whole body.</summary>
    /// <param name="usual">The size of the first buffer if the answer does not tell its length.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <returns>Null if the body is larger than <paramref name="most"/>.</returns>
    /// <exception cref="IOException">The body is cut.</exception>
    public static async Task<ResponseBody?> ReadAsync(
        HttpResponseMessage response, int usual, int most, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > most)
            return null;
        // One byte more, so that reading the end needs no larger buffer.
        var body = new ResponseBody((int)(response.Content.Headers.ContentLength + 1 ?? usual));
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            for (var read = -1; read != 0 && body._length <= most; body._length += read)
            {
                if (body._length == body._buffer.Length)
                    body.Grow();
                read = await stream.ReadAsync(body._buffer.AsMemory(body._length), cancellation);
            }

            if (body._length <= most)
                return body;
            body.Dispose();
            return null;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _length);
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
