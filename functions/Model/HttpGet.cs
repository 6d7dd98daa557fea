namespace Longshore.Model;

/// <summary>A method of a function that answers GET, as the source generator knows it.</summary>
/// <param name="Paths">One or more.</param>
/// <param name="Invoke">Makes the function from the services and calls the method.</param>
public sealed record HttpGet(IReadOnlyList<string> Paths, HttpGetInvoker Invoke);

/// <summary>Answers one request.</summary>
public delegate Task<HttpGetAnswer> HttpGetInvoker(
    IServiceProvider services, HttpGetRequest request, CancellationToken cancellation);

/// <param name="Path">One of the trigger's.</param>
/// <param name="Accept">The header as it came; empty if there was none.</param>
public sealed record HttpGetRequest(string Path, string Accept);

/// <param name="Status">503 lets the host ask for a later try.</param>
/// <param name="ContentType">With its charset.</param>
/// <param name="Body">The whole of it; a HEAD is answered without.</param>
public sealed record HttpGetAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>The content security policy of a page; null is <c>default-src 'none'</c>.</summary>
    public string? Policy { get; init; }
}
