using System.Text.Json.Serialization.Metadata;

namespace Longshore.Model;

/// <summary>
/// What a function knows of the event it handles. It is made by the host, or by a unit test that calls the function as a
/// plain method: <c>new FunctionContext(e, "cleanup", deadline)</c>.
/// </summary>
public sealed class FunctionContext
{
    private static readonly Dictionary<string, string> NoHeaders = [];
    private readonly TimeProvider clock;

    /// <summary>Wraps an event.</summary>
    /// <param name="e">The whole event.</param>
    /// <param name="function">Name of the function.</param>
    /// <param name="deadline">The hard end.</param>
    /// <param name="headers">HTTP headers of the delivery; none by default.</param>
    /// <param name="clock">Dates replies; the system's by default.</param>
    /// <param name="abort">The hard stop; see <see cref="Abort"/>.</param>
    public FunctionContext(
        CloudEvent e,
        string function,
        DateTimeOffset deadline,
        IReadOnlyDictionary<string, string>? headers = null,
        TimeProvider? clock = null,
        CancellationToken abort = default)
    {
        Event = e;
        Function = function;
        Deadline = deadline;
        Abort = abort;
        Headers = headers ?? NoHeaders;
        this.clock = clock ?? TimeProvider.System;
    }

    /// <summary>
    /// The whole event. Its <c>Data</c> is what came over the wire; the method's first parameter is the typed form.
    /// </summary>
    public CloudEvent Event { get; }

    /// <summary>Name of the function that handles it.</summary>
    public string Function { get; }

    /// <summary>The hard end: what is not answered then is cut off.</summary>
    public DateTimeOffset Deadline { get; }

    /// <summary>
    /// The hard stop: fires at <see cref="Deadline"/> or when the grace period after SIGTERM is over. The method's own
    /// token fires earlier and means "start nothing new, finish or park"; what must be written then is written under this one.
    /// </summary>
    public CancellationToken Abort { get; }

    /// <summary>How often the work was handed on already: extension <c>hops</c>, 0 if absent.</summary>
    /// <exception cref="RejectedException">
    /// It is not a whole number; only a dead letter comes this far with such a one.
    /// </exception>
    public int Hops => HopsOf(Event);

    /// <summary>HTTP headers of the delivery by name, any letter case; several values are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>
    /// An event that this one leads to, whether returned as the reply or emitted: its trace is carried on and its id derives from
    /// <paramref name="type"/>, <paramref name="source"/> and <paramref name="key"/>, so that a second delivery makes the same.
    /// </summary>
    /// <param name="type">Such as <c>com.example.order.shipped</c>.</param>
    /// <param name="source">A URI reference such as <c>/shop/orders</c>.</param>
    /// <param name="key">What the event is about, such as a batch and its attempt.</param>
    /// <param name="data">The data.</param>
    /// <param name="json">How to write it, from the project's <c>JsonSerializerContext</c>.</param>
    /// <param name="dataref">URI of a receipt; none if null.</param>
    /// <param name="hops">For a remainder, <see cref="Hops"/> + 1.</param>
    public CloudEvent Reply<T>(
        string type, string source, string key, T data, JsonTypeInfo<T> json, string? dataref = null, int hops = 0) =>
        EventFactory.Create(
            type, source, EventIds.Of(type, source, key), data, json, dataref, hops, clock.GetUtcNow(), Event);

    /// <summary>See <see cref="Hops"/>.</summary>
    public static int HopsOf(CloudEvent e) => e[EventFactory.Hops] switch
    {
        null => 0,
        int number when number >= 0 => number,
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw new RejectedException($"The extension attribute hops is {other}; it takes a whole number from 0 on."),
    };
}
