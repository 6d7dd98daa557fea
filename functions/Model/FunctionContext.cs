using System.Text.Json.Serialization.Metadata;

namespace Longshore.Model;

/// <summary>
/// What a function knows of the event that it handles. The host makes it, or a unit test that calls the function as a plain
/// method: <c>new FunctionContext(e, "cleanup", deadline)</c>.
/// </summary>
/// <param name="headers">HTTP headers of the delivery; none by default.</param>
/// <param name="time">Dates replies; the system's by default.</param>
public sealed class FunctionContext(
    CloudEvent e, string function, DateTimeOffset deadline, IReadOnlyDictionary<string, string>? headers = null,
    TimeProvider? time = null, CancellationToken abort = default)
{
    /// <summary>The whole event. Its <c>Data</c> is untyped; the method's first parameter is the typed form.</summary>
    public CloudEvent Event { get; } = e;

    public string Function { get; } = function;

    /// <summary>The hard end: a function that has not answered by then is stopped.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>
    /// The hard stop: fires at <see cref="Deadline"/> or at the end of the grace period after SIGTERM. The method's own token
    /// fires earlier and means "start nothing new, finish or park"; last writes are made under this one.
    /// </summary>
    public CancellationToken Abort { get; } = abort;

    /// <summary>How often the work was already handed on: extension <c>hops</c>, 0 if absent.</summary>
    /// <exception cref="RejectedException">It is not a whole number, which is possible only in a dead letter.</exception>
    public int Hops => HopsOf(Event);

    /// <summary>HTTP headers of the delivery by name, in any letter case; several values are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers ?? new Dictionary<string, string>();

    /// <summary>
    /// An event that follows from this one, to return as the reply or to emit. It continues the trace, and its id derives from
    /// <paramref name="type"/>, <paramref name="source"/> and <paramref name="key"/>, so that a second delivery makes the same
    /// one.
    /// </summary>
    /// <param name="type">Such as <c>com.example.order.shipped</c>.</param>
    /// <param name="source">A URI reference such as <c>/shop/orders</c>.</param>
    /// <param name="key">What the event is about, such as a batch and its attempt.</param>
    /// <param name="json">How to write the data, from the project's <c>JsonSerializerContext</c>.</param>
    /// <param name="dataref">URI of a receipt; none if null.</param>
    /// <param name="hops">For a remainder, <see cref="Hops"/> + 1.</param>
    public CloudEvent Reply<T>(
        string type, string source, string key, T data, JsonTypeInfo<T> json, string? dataref = null, int hops = 0) =>
        EventFactory.Create(type, source, EventFactory.IdOf(type, source, key), data, json, dataref, hops,
            (time ?? TimeProvider.System).GetUtcNow(), Event);

    /// <summary>See <see cref="Hops"/>.</summary>
    public static int HopsOf(CloudEvent e) => e[EventFactory.Hops] switch
    {
        null => 0,
        int number when number >= 0 => number,
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw new RejectedException($"The extension attribute hops is {other}; it takes a whole number from 0 on."),
    };
}
