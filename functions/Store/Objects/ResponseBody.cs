namespace Longshore.Store.Objects;

/// <summary>Reads the whole body of an answer through a pooled buffer.</summary>
internal static class ResponseBody
{
    private const int UsualDocument = 16 << 10;
    private const int LargestDocument = 8 << 20;

    /// <param name="read">Reads the bytes, which are gone afterwards.</param>
    /// <param name="what">What is expected, for a message: <c>a listing</c>.</param>
    /// <param name="usual">The size of the first buffer if the answer does not tell its length.</param>
    /// <exception cref="RequestRefusedException">
    /// The document is an error. S3 sends the status before it has finished some requests, and may report a failure in the body.
    /// </exception>
    /// <exception cref="WrongAnswerException">
    /// The document is too large, or <paramref name="read"/> throws <see cref="FormatException"/>: a retry may bring a right one.
    /// </exception>
    /// <exception cref="IOException">The body is cut.</exception>
    public static Task<T> ReadXmlAsync<T>(HttpResponseMessage response, Func<ReadOnlySpan<byte>, T> read,
        string what, CancellationToken cancellation, int usual = UsualDocument) =>
        ReadAsync(response, usual, LargestDocument, body =>
        {
            try
            {
                return new XmlScan(body).TryEnter("Error"u8) ? throw RequestRefusedException.Of(response, body) : read(body);
            }
            catch (FormatException e)
            {
                throw WrongAnswerException.Of(response, what, body, e);
            }
        }, () => WrongAnswerException.Of(response, $"{what} of at most {LargestDocument} bytes"), cancellation);

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
