using Longshore.Core;
using Longshore.Model.Telemetry;

namespace Longshore.Cli.Ship;

/// <summary>The end of a step: a result, a problem, or neither if the run was stopped first.</summary>
internal readonly record struct StepEnd<T>(T? Result, string? Problem)
    where T : class;

/// <summary>Runs the steps of a run, and tries a failed step again, by <see cref="TriggerRetries"/>.</summary>
internal sealed class ShipSteps(EventGate gate, Notes notes, TimeProvider time)
{
    /// <summary>Why no further step is begun: the store refuses every write.</summary>
    private volatile string? _hopeless;

    /// <summary>Whether the run was not stopped.</summary>
    public bool IsOpen => gate.IsOpen;

    /// <param name="function">The function of this step in a cluster, for metrics and traces.</param>
    /// <param name="step">Called for each try.</param>
    public async Task<StepEnd<T>> RunAsync<T>(string function, Func<WorkTokens, Task<T>> step)
        where T : class
    {
        for (var attempt = 0; gate.IsOpen; attempt++)
        {
            if (_hopeless is { } reason)
                return new(null, reason);
            var (result, failure) = await TryAsync(function, step);
            if (failure is null)
                return new(result, null);
            if (!gate.IsOpen)
            {
                notes.Write($"Not tried again, as the run was stopped: {failure.Detail}");
                break;
            }

            if (failure.Status == StatusCodes.Status400BadRequest || attempt == TriggerRetries.Most || _hopeless is not null)
                return new(null, failure.Detail);
            var pause = TriggerRetries.Pause(attempt);
            notes.Write($"Tried again in {pause.TotalSeconds:F0} s: {failure.Detail}");
            await Task.WhenAny(Task.Delay(pause, time, gate.Closed));
        }

        return default;
    }

    private async Task<(T? Result, Failure? Failure)> TryAsync<T>(string function, Func<WorkTokens, Task<T>> step)
        where T : class
    {
        using var activity = EventTrace.Source.StartActivity($"longshore {function}");
        var started = time.GetTimestamp();
        var (result, failure, isCut) = (default(T), default(Failure), false);
        try
        {
            result = await gate.RunAsync(step);
        }
        catch (Exception error)
        {
            // The summary says that the run was stopped.
            isCut = error is RetryLaterException && !gate.IsOpen;
            failure = Explain(error);
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.Detail);
        }

        FunctionMetrics.Handled(function, failure?.Status ?? StatusCodes.Status200OK, time.GetElapsedTime(started));
        return (result, isCut ? null : failure);
    }

    /// <summary>The sentence about an unexpected error, a defect, contains its type and text, because ship has no log.</summary>
    private Failure Explain(Exception error)
    {
        if (error is StoreUnavailableException { IsHopeless: true })
            _hopeless = error.Message;
        if (WorkErrors.IsTemporary(error) is { } isTemporary)
            return isTemporary ? Failure.NotNow(error.Message) : Failure.Bad(error.Message);
        var failure = Failure.Of(error);
        return failure.Status == StatusCodes.Status500InternalServerError
            ? failure with { Detail = $"An unexpected error ({error.GetType().Name}: {error.Message})." }
            : failure;
    }
}
