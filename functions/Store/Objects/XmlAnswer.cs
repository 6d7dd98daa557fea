namespace Longshore.Store.Objects;

/// <summary>A small document as the body of an answer.</summary>
internal static class XmlAnswer
{
    private const int Usual = 16 << 10;
    private const int Largest = 8 << 20;

    /// <summary>The whole body.</summary>
    /// <exception cref="IOException">It is cut, or larger than any such document.</exception>
    public static async Task<byte[]> BytesAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var body = await ResponseBody.ReadAsync(response, Usual, Largest, cancellation)
            ?? throw new IOException($"The store's answer is over {Largest} bytes.");
        return body.Bytes.ToArray();
    }

    /// <summary>See <see cref="XmlFields.Read(ReadOnlySpan{byte}, string, ReadOnlySpan{string})"/>.</summary>
    /// <exception cref="IOException">It is no such document.</exception>
    public static async Task<Dictionary<string, string>> ReadAsync(
        HttpResponseMessage response, string root, CancellationToken cancellation, params string[] names) =>
        Parse(await BytesAsync(response, cancellation), body => XmlFields.Read(body, root, names));

    /// <exception cref="IOException">What <paramref name="parse"/> does not take: another try may bring a whole one.</exception>
    public static T Parse<T>(byte[] body, Func<byte[], T> parse)
    {
        try
        {
            return parse(body);
        }
        catch (FormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
