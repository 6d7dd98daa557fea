namespace Longshore.Model;

/// <summary>A function, as the source generator has read it.</summary>
/// <param name="Name">As in <see cref="FunctionAttribute"/>.</param>
/// <param name="Needs">The services that its constructor takes; checked at the start.</param>
public sealed record FunctionDefinition(string Name, IReadOnlyList<FunctionTrigger> Triggers, IReadOnlyList<Type> Needs)
{
    public IReadOnlyList<HttpGet> Gets { get; init; } = [];
}

/// <param name="Types">Types of the events that it takes; empty for the dead-letter trigger, which takes any.</param>
/// <param name="IsDeadLetter">Whether it takes events posted to <c>/deadletters</c>.</param>
/// <param name="Invoke">Reads the data, makes the function from the services and calls the method.</param>
public sealed record FunctionTrigger(IReadOnlyList<string> Types, bool IsDeadLetter, FunctionInvoker Invoke);

/// <summary>
/// Handles one event, and may be called again for it. The token means <em>finish or park</em>,
/// <see cref="FunctionContext.Abort"/> means <em>stop</em>.
/// </summary>
/// <returns>The reply; null for none.</returns>
/// <exception cref="RejectedException">The data is not that of the method; nothing was done. Permanent.</exception>
/// <exception cref="Exception">Every other error goes through <see cref="FunctionTable.ToModel"/>.</exception>
public delegate Task<CloudEvent?> FunctionInvoker(
    IServiceProvider services, FunctionContext context, CancellationToken cancellation);

/// <summary>A method of a function that answers GET, as the source generator knows it.</summary>
/// <param name="Invoke">Makes the function from the services and calls the method.</param>
public sealed record HttpGet(IReadOnlyList<string> Paths, HttpGetInvoker Invoke);

/// <summary>Answers one request. It changes nothing, so it may be called again.</summary>
/// <exception cref="RetryLaterException">Temporary: the answer is 503. For every other error it is 500.</exception>
public delegate Task<HttpGetAnswer> HttpGetInvoker(
    IServiceProvider services, HttpGetRequest request, CancellationToken cancellation);

/// <param name="Path">One of the trigger's paths.</param>
/// <param name="Accept">The header's value; empty if there is none.</param>
public sealed record HttpGetRequest(string Path, string Accept);

/// <param name="Status">For 503 the host adds the header Retry-After.</param>
/// <param name="ContentType">With its charset.</param>
/// <param name="Body">The whole body; the answer to HEAD leaves it out.</param>
public sealed record HttpGetAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>The content security policy of a page; null is <c>default-src 'none'</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>For a redirection: the path where the answer is; else null.</summary>
    public string? Location { get; init; }
}
