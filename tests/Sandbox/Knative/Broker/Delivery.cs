using System.Globalization;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// Delivers an event to a Trigger's subscriber and sees it through: retries with backoff, the reply's way back into the
/// Broker, the dead-letter sink. Source: knative/eventing, package kncloudevents, "event dispatcher".
/// </summary>
/// <param name="sender">Makes single requests.</param>
/// <param name="log">Told of every step.</param>
/// <param name="options">Gives the scale of waits, and time.</param>
internal sealed class Delivery(EventSender sender, EventLog log, SandboxBrokerOptions options)
{
    private const int ErrorDataLength = 1024;

    /// <summary>Takes a reply into the Broker and answers with the ingress's status.</summary>
    internal delegate Task<int> ReplyIngress(WireEvent reply, string subscriber, CancellationToken cancellation);

    /// <summary>Delivers one event for one Trigger.</summary>
    /// <returns>
    /// True if the subscriber handled it and the Broker took its reply, or if the dead-letter sink took it; false if it is
    /// lost.
    /// </returns>
    /// <exception cref="OperationCanceledException">The publisher gave up.</exception>
    public async Task<bool> DeliverAsync(TriggerManifest trigger, DeliverySpec spec, WireEvent sent, int hops, Uri brokerUrl,
        ReplyIngress ingress, CancellationToken cancellation)
    {
        var course = new Course(trigger, spec, sent, hops, options.Time.GetTimestamp());
        try
        {
            var attempt = await RetryAsync(course, trigger.Subscriber.Name,
                token => sender.SendAsync(trigger, trigger.Subscriber, sent, spec, token), cancellation);
            if (!attempt.Succeeded)
                return await DeadLetterAsync(course, attempt, sender.AddressOf(trigger.Subscriber), cancellation);
            Tell(course, FlowStep.Delivered, trigger.Subscriber.Name, attempt.Status);
            if (attempt.Reply is null)
                return true;
            var routed = await RetryAsync(course, trigger.Broker,
                token => RouteAsync(attempt.Reply, trigger.Subscriber.Name, spec, ingress, token), cancellation);
            return routed.Succeeded || await DeadLetterAsync(course, routed, brokerUrl, cancellation);
        }
        catch (OperationCanceledException)
        {
            Tell(course, FlowStep.Cancelled, trigger.Subscriber.Name, null);
            throw;
        }
    }

    private async Task<Attempt> RetryAsync(Course course, string subscriber, Func<CancellationToken, Task<Attempt>> tryOnce,
        CancellationToken cancellation)
    {
        for (course.Attempts = 1; ; course.Attempts++)
        {
            var attempt = await tryOnce(cancellation);
            if (attempt.Succeeded || course.Attempts > course.Spec.Retry || !RetryPolicy.IsRetried(attempt.Status))
                return attempt;
            Tell(course, FlowStep.Retried, subscriber, attempt.Status);
            await Task.Delay(RetryPolicy.Backoff(course.Spec, course.Attempts - 1) * options.BackoffScale, options.Time,
                cancellation);
        }
    }

    /// <summary>
    /// A reply is posted to the Broker as by any publisher: it waits for all its subscribers, within the delivery's timeout.
    /// </summary>
    private static async Task<Attempt> RouteAsync(WireEvent reply, string subscriber, DeliverySpec spec, ReplyIngress ingress,
        CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (spec.Timeout is { } timeout)
            limit.CancelAfter(timeout);
        try
        {
            return new Attempt(await ingress(reply, subscriber, limit.Token), default);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Attempt.WithoutAnswer($"the reply was not delivered within the delivery's timeout of {spec.Timeout}");
        }
    }

    private async Task<bool> DeadLetterAsync(Course course, Attempt failed, Uri destination, CancellationToken cancellation)
    {
        if (course.Spec.DeadLetterSink is not { } sink)
        {
            Tell(course, FlowStep.Lost, null, failed.Status);
            return false;
        }

        var letter = course.Event.With(
            ("knativeerrorcode", failed.Status.ToString(CultureInfo.InvariantCulture)),
            ("knativeerrordest", destination.ToString()),
            ("knativeerrordata", ErrorData(failed.Body)));
        var attempt = await RetryAsync(course, sink.Name,
            token => sender.SendAsync(course.Trigger, sink, letter, course.Spec, token), cancellation);
        var step = attempt.Succeeded ? FlowStep.DeadLettered : FlowStep.Lost;
        log.Add(step, letter, course.Hops, course.Trigger.Name, sink.Name, attempt.Status,
            course.Attempts, options.Time.GetElapsedTime(course.Started));
        return attempt.Succeeded;
    }

    /// <summary>Base64 of the answer's body, cut at 1,024 characters; null (no attribute) if there was none.</summary>
    private static string? ErrorData(ReadOnlyMemory<byte> body)
    {
        var text = Convert.ToBase64String(body.Span);
        return text.Length switch
        {
            0 => null,
            <= ErrorDataLength => text,
            _ => text[..ErrorDataLength],
        };
    }

    private void Tell(Course course, FlowStep step, string? subscriber, int? status) => log.Add(step, course.Event, course.Hops,
        course.Trigger.Name, subscriber, status, course.Attempts, options.Time.GetElapsedTime(course.Started));

    private sealed record Course(TriggerManifest Trigger, DeliverySpec Spec, WireEvent Event, int Hops, long Started)
    {
        public int Attempts { get; set; }
    }
}
