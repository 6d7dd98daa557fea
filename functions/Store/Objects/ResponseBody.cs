namespace Longshore.Store.Objects;

/// <summary>Reads the whole body of an answer through a pooled buffer.</summary>
internal static class ResponseBody
{
    private const int UsualDocument = 16 << 10;
    private const int LargestDocument = 8 << 20;

    /// <param name="read">Reads the bytes, which are gone afterwards.</param>
    /// <param name="usual">The size of the first buffer if the answer does not tell its length.</param>
    /// <param name="what">For the message of a document that is too large.</param>
    /// <exception cref="IOException">
    /// The body is cut or too large, or <paramref name="read"/> throws <see cref="FormatException"/>: a retry may bring a
    /// complete one.
    /// </exception>
    public static async Task<T> ReadXmlAsync<T>(HttpResponseMessage response, Func<ReadOnlySpan<byte>, T> read,
        CancellationToken cancellation, int usual = UsualDocument, string what = "answer")
    {
        try
        {
            return await ReadAsync(response, usual, LargestDocument, read,
                () => new IOException($"The store's {what} is over {LargestDocument} bytes."), cancellation);
        }
        catch (FormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <param name="usual">The size of the first buffer if the answer does not tell its length.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="read">Reads the bytes, which are gone afterwards.</param>
    /// <param name="tooLarge">The error of a body that is larger than <paramref name="most"/>.</param>
    /// <exception cref="IOException">The body is cut.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, int usual, int most,
        Func<ReadOnlySpan<byte>, T> read, Func<Exception> tooLarge, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > most)
            throw tooLarge();
        // One byte more, so that reading the end needs no larger buffer.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(response.Content.Headers.ContentLength + 1 ?? usual));
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            for (var length = 0; ;)
            {
                length += await stream.ReadAtLeastAsync(
                    buffer.AsMemory(length), buffer.Length - length, throwOnEndOfStream: false, cancellation);
                if (length > most)
                    throw tooLarge();
                if (length < buffer.Length)
                    return read(buffer.AsSpan(0, length));
                var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
