namespace Longshore.Model.Jobs;

/// <summary>
/// Stops a job: closes the gate, so that the running function parks, and when
/// <c>Host__Grace</c> and the function's unwinding are over cuts off the wait for the sink too.
/// </summary>
internal sealed class JobShutdown(EventGate gate, TimeProvider time, ILogger<JobShutdown> logger) : IDisposable
{
    private readonly CancellationTokenSource cutOff = new(Timeout.InfiniteTimeSpan, time);
    private int began;

    /// <summary>Fires when no time is left to reach the sink.</summary>
    public CancellationToken CutOff => cutOff.Token;

    /// <summary>
    /// What a signal does; the second changes nothing. Ends when the running function has ended or was given up.
    /// </summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref began, 1) != 0)
            return;
        Log.JobStopping(logger);
        cutOff.CancelAfter(gate.Longest);
        var left = await gate.CloseAsync();
        if (left > 0)
            Log.EventsCutOff(logger, left);
    }

    public void Dispose() => cutOff.Dispose();
}
