namespace Longshore.Model.Telemetry;

/// <summary>
/// Flushes for many events at once: one flush runs at a time, and all callers that come while it runs share the next one. Safe
/// for concurrent use.
/// </summary>
/// <param name="flush">Sends everything that was recorded; may block for any time and must not throw.</param>
/// <param name="patience">The longest wait of a caller.</param>
internal sealed class Flushing(Action flush, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>Whether the last wait was too short: then no caller waits until a flush has ended in time.</summary>
    private volatile bool _isSlow;

    /// <summary>
    /// Ends when the caller's records are sent, but at the latest after the patience, and at once while the receiver is known to
    /// be slow. Records that are not sent by then go with a later flush, or are lost with the process. Never throws.
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
        // Callers that come after this point get the next flush. The flush blocks its thread.
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
