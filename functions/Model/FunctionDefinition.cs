namespace Longshore.Model;

/// <summary>What the source generator knows of a function.</summary>
/// <param name="Name">As in <see cref="FunctionAttribute"/>.</param>
/// <param name="Triggers">Events that it takes.</param>
/// <param name="Needs">Services that its constructor takes; checked at start-up.</param>
public sealed record FunctionDefinition(string Name, IReadOnlyList<FunctionTrigger> Triggers, IReadOnlyList<Type> Needs)
{
    /// <summary>What it answers to GET; nothing, unless it says so.</summary>
    public IReadOnlyList<HttpGet> Gets { get; init; } = [];
}

/// <summary>One method of a function.</summary>
/// <param name="Types">Types of the events it takes; empty for the dead-letter trigger, which takes any.</param>
/// <param name="IsDeadLetter">Whether it takes what is posted to <c>/deadletters</c>.</param>
/// <param name="Invoke">Reads the data, makes the function from the services and calls the method.</param>
public sealed record FunctionTrigger(IReadOnlyList<string> Types, bool IsDeadLetter, FunctionInvoker Invoke);

/// <summary>Handles one event.</summary>
/// <exception cref="RejectedException">The data is not what the method takes; nothing was done.</exception>
public delegate Task<CloudEvent?> FunctionInvoker(
    IServiceProvider services, FunctionContext context, CancellationToken cancellation);
