namespace Longshore.Model.Events;

/// <summary>Where a function sends events in the middle of a run; safe for parallel use.</summary>
public interface IEventSink
{
    /// <summary>
    /// Ends when the sink has taken the event. A Knative broker may hold the answer until every subscriber has answered, so
    /// nothing but <paramref name="cancellation"/> ends the wait. The same event may be emitted again: receivers tell by its id.
    /// </summary>
    /// <exception cref="EventSinkException">The sink did not take the event, or nobody knows. Passing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the event may have been taken.</exception>
    Task EmitAsync(CloudEvent e, CancellationToken cancellation);
}
