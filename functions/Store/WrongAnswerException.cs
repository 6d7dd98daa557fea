namespace Longshore.Store;

/// <summary>
/// The store answered, but not what was asked for: a web page, a cut or odd document, no ETag. A retry may bring a right answer.
/// </summary>
/// <param name="message">Says what was expected and what came.</param>
/// <param name="inner">The error of the reader, if there is one.</param>
internal sealed class WrongAnswerException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whether the answer is not XML, such as a web page.</summary>
    public bool IsOfAnotherKind { get; init; }

    /// <summary>The error of an answer that is not what was expected.</summary>
    /// <param name="expected">Such as <c>a listing</c>.</param>
    /// <param name="start">The first bytes of the body, if they were read.</param>
    /// <param name="inner">The error of the reader, which says what is wrong.</param>
    public static WrongAnswerException Of(
        HttpResponseMessage response, string expected, ReadOnlySpan<byte> start = default, Exception? inner = null)
    {
        var kind = KindOf(response, start);
        var isXml = start.TrimStart(" \t\r\n"u8).StartsWith("<"u8) && !kind.Contains("html", StringComparison.OrdinalIgnoreCase);
        return new($"the store answered with {kind} where {expected} was expected"
            + (isXml && inner is not null ? $": {inner.Message}" : ""), inner)
        { IsOfAnotherKind = !isXml };
    }

    /// <summary>What an answer is, for a message: <c>text/html (200)</c>, or <c>application/xml (200) in gzip</c>.</summary>
    /// <param name="start">The first bytes of the body, if they were read.</param>
    private static string KindOf(HttpResponseMessage response, ReadOnlySpan<byte> start)
    {
        var media = response.Content.Headers.ContentType?.MediaType
            ?? (response.Content.Headers.ContentLength == 0 ? "an empty body"
                : !start.IsEmpty && start[0] is (byte)'{' or (byte)'[' ? "JSON" : "bytes of an unknown kind");
        var coding = string.Join(", ", response.Content.Headers.ContentEncoding);
        if (coding.Length == 0 && start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            coding = "gzip";
        return $"{Printable.OneLine(media, 60)} ({(int)response.StatusCode}){(coding.Length == 0 ? "" : $" in {coding}")}";
    }
}
