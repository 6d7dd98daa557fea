namespace Longshore.Model.Events;

/// <summary>
/// The sink did not take an event. Passing: the event being handled is answered 503 and retried. What was not taken may have
/// been handled all the same, so ids must be the same when it is sent again.
/// </summary>
/// <param name="message">Names the event's type and what the sink answered.</param>
/// <param name="inner">The network's error, where there is one.</param>
public sealed class EventSinkException(string message, Exception? inner = null) : RetryLaterException(message, inner);
