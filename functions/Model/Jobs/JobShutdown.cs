namespace Longshore.Model.Jobs;

/// <summary>
/// Stops a job: closes the gate, so that the running function parks, and ends the wait for the sink when <c>Host__Grace</c> and
/// the time to unwind are over.
/// </summary>
internal sealed class JobShutdown(EventGate gate, TimeProvider time, ILogger<JobShutdown> logger) : IDisposable
{
    private readonly CancellationTokenSource _cutOff = new(Timeout.InfiniteTimeSpan, time);
    private int _began;

    /// <summary>Fires when no time is left to reach the sink.</summary>
    public CancellationToken CutOff => _cutOff.Token;

    /// <summary>Called at each signal; the second changes nothing. Ends when the function has ended or was given up.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _began, 1) != 0)
            return;
        Log.JobStopping(logger);
        _cutOff.CancelAfter(gate.Longest);
        var left = await gate.CloseAsync();
        if (left > 0)
            Log.EventsCutOff(logger, left);
    }

    public void Dispose() => _cutOff.Dispose();
}
