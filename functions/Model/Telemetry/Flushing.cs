namespace Longshore.Model.Telemetry;

/// <summary>
/// Flushes for many events at once: one flush runs at a time, and everybody who asks while it runs shares the next one. Safe for
/// concurrent use.
/// </summary>
/// <param name="flush">Sends everything recorded by now; may block for as long as it likes, and throws nothing.</param>
/// <param name="patience">How long a caller waits at most.</param>
internal sealed class Flushing(Action flush, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>Whether the last wait was in vain: then nobody waits until a flush has come back in time.</summary>
    private volatile bool _isSlow;

    /// <summary>
    /// Ends when what the caller has recorded is sent, at the latest when the patience is over; at once while the receiver is
    /// known to be slow. What was not taken by then goes with a later flush, or is lost with the process. Never throws.
    /// </summary>
    public async Task FlushAsync()
    {
        Task mine;
        lock (_lock)
            mine = _next ??= RunAsync(_running);
        if (_isSlow)
            return;
        var patient = Task.Delay(patience, time);
        if (await Task.WhenAny(mine, patient) == patient)
            _isSlow = true;
    }

    private async Task RunAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // What is asked for from here on is in the flush after this one. The flush blocks its thread.
        await Task.Run(() =>
        {
            lock (_lock)
                (_running, _next) = (_next!, null);
            var started = time.GetTimestamp();
            flush();
            if (time.GetElapsedTime(started) < patience)
                _isSlow = false;
        });
    }
}
