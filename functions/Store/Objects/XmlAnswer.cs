namespace Longshore.Store.Objects;

/// <summary>Reads an answer whose body is a small XML document.</summary>
internal static class XmlAnswer
{
    private const int Usual = 16 << 10;
    private const int Largest = 8 << 20;

    /// <summary>The whole body.</summary>
    /// <exception cref="IOException">The body is cut, or too large for such a document.</exception>
    public static async Task<byte[]> BytesAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var body = await ResponseBody.ReadAsync(response, Usual, Largest, cancellation)
            ?? throw new IOException($"The store's answer is over {Largest} bytes.");
        return body.Bytes.ToArray();
    }

    /// <summary>See <see cref="XmlFields.Read(ReadOnlySpan{byte}, string, ReadOnlySpan{string})"/>.</summary>
    /// <exception cref="IOException">The body is not such a document.</exception>
    public static async Task<Dictionary<string, string>> ReadAsync(
        HttpResponseMessage response, string root, CancellationToken cancellation, params string[] names) =>
        Parse(await BytesAsync(response, cancellation), body => XmlFields.Read(body, root, names));

    /// <exception cref="IOException"><paramref name="parse"/> refuses the body; a retry may bring a complete one.</exception>
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
