namespace Longshore.Model;

/// <summary>The result of an event: a reply, nothing, or a failure.</summary>
public sealed record Outcome(CloudEvent? Reply, Failure? Failure)
{
    public int Status => Failure?.Status ?? (Reply is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
}

/// <summary>Gives an event to the function that takes it, within the deadline, and turns its errors into a failure.</summary>
public sealed class FunctionDispatcher(
    FunctionTable table, EventGate gate, IServiceProvider services, TimeProvider time, ILogger<FunctionDispatcher> logger,
    TelemetryExport? export = null)
{
    /// <summary>Handles one event. Never throws for what the function does.</summary>
    /// <param name="e">A valid event.</param>
    /// <param name="isDeadLetter">Whether it was posted to the dead-letter sink.</param>
    /// <param name="headers">HTTP headers of the delivery.</param>
    /// <param name="dropped">Fires when the sender has given up.</param>
    public async Task<Outcome> DispatchAsync(
        CloudEvent e, bool isDeadLetter, IReadOnlyDictionary<string, string> headers, CancellationToken dropped)
    {
        if (export is not null)
            await export.ReadyAsync();
        var outcome = await TraceAsync(e, isDeadLetter, headers, dropped);
        if (export is not null)
            await export.FlushAsync();
        return outcome;
    }

    private async Task<Outcome> TraceAsync(
        CloudEvent e, bool isDeadLetter, IReadOnlyDictionary<string, string> headers, CancellationToken dropped)
    {
        var started = time.GetTimestamp();
        var found = isDeadLetter ? table.DeadLetters : table.Find(e.Type!);
        using var activity = EventTrace.Begin(e, found?.Function.Name, isDeadLetter);
        using var scope = logger.BeginScope(EventTrace.LogFields(e, found?.Function.Name));
        var outcome = found is var (function, trigger)
            ? await RunAsync(function.Name, trigger, e, headers, dropped)
            : new(null, Failure.Bad(isDeadLetter
                ? "No function here takes dead letters."
                : $"No function here takes events of type {e.Type}; taken are {string.Join(", ", table.Types)}."));
        var elapsed = time.GetElapsedTime(started);
        EventTrace.End(activity, outcome);
        FunctionMetrics.Handled(found?.Function.Name, outcome.Status, elapsed);
        if (outcome.Failure is { } failure)
            Log.EventRefused(logger, outcome.Status, elapsed.TotalMilliseconds, failure.Detail);
        else
            Log.EventHandled(logger, outcome.Status, elapsed.TotalMilliseconds, outcome.Reply?.Type);
        return outcome;
    }

    private async Task<Outcome> RunAsync(string function, FunctionTrigger trigger, CloudEvent e,
        IReadOnlyDictionary<string, string> headers, CancellationToken dropped)
    {
        try
        {
            var reply = await gate.RunAsync(tokens => trigger.Invoke(
                services,
                new FunctionContext(e, function, time.GetUtcNow() + gate.Deadline, headers, time, tokens.Abort),
                tokens.Park), dropped);
            return reply is { IsValid: false }
                ? throw new InvalidOperationException("The reply lacks an attribute that every event has.")
                : new(reply, null);
        }
        catch (Exception error)
        {
            var failure = Failure.Of(table.ToModel(error));
            if (failure.Status == StatusCodes.Status500InternalServerError)
                Log.FunctionFailed(logger, error);
            return new(null, failure);
        }
    }
}
