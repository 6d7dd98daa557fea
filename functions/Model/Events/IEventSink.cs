namespace Longshore.Model.Events;

/// <summary>Takes events that a function sends during its run; safe for parallel use.</summary>
public interface IEventSink
{
    /// <summary>
    /// Ends when the sink has taken the event. A Knative broker may answer only after every subscriber, so only
    /// <paramref name="cancellation"/> limits the wait. An event may be emitted again: receivers recognise its id.
    /// </summary>
    /// <exception cref="EventSinkException">The sink did not take the event, or this is not known. Temporary.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the event may have been taken.</exception>
    Task EmitAsync(CloudEvent e, CancellationToken cancellation);
}

/// <summary>
/// The sink did not take an event. Temporary: the event in work is answered 503 and retried. The lost event may have been handled
/// all the same, so it must have the same id when it is sent again.
/// </summary>
/// <param name="message">Names the event's type and what the sink answered.</param>
/// <param name="inner">The network's error, if there is one.</param>
public sealed class EventSinkException(string message, Exception? inner = null) : RetryLaterException(message, inner);
