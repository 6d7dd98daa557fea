namespace Longshore.Model;

/// <summary>
/// Counts the events being handled and closes at shutdown: then no more are let in, those inside are told to finish or
/// park, and after the grace period they are stopped. Safe for parallel use.
/// </summary>
public sealed class EventGate : IDisposable
{
    private readonly Lock sync = new();
    private readonly CancellationTokenSource closed = new();
    private readonly CancellationTokenSource graceOver = new();
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inside;

    /// <summary>Fires when the gate closes: finish or park.</summary>
    public CancellationToken Closed => closed.Token;

    /// <summary>Fires when the grace period is over: stop.</summary>
    public CancellationToken GraceOver => graceOver.Token;

    public bool IsOpen => !closed.IsCancellationRequested;

    /// <summary>Lets an event in; false once the gate is closed. Each entry is left once with <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (sync)
        {
            if (!IsOpen)
                return false;
            inside++;
            return true;
        }
    }

    public void Leave()
    {
        lock (sync)
        {
            inside--;
            if (inside == 0 && !IsOpen)
                empty.TrySetResult();
        }
    }

    /// <summary>
    /// Closes the gate and ends when everyone has left, or <paramref name="grace"/> and then <paramref name="unwind"/> are over.
    /// </summary>
    /// <returns>Events still inside: 0 unless a function has ignored both tokens.</returns>
    public async Task<int> CloseAsync(TimeSpan grace, TimeSpan unwind, TimeProvider clock)
    {
        lock (sync)
        {
            closed.Cancel();
            if (inside == 0)
                empty.TrySetResult();
        }

        if (!await EndsWithinAsync(grace, clock))
        {
            await graceOver.CancelAsync();
            await EndsWithinAsync(unwind, clock);
        }

        lock (sync)
            return inside;
    }

    public void Dispose()
    {
        closed.Dispose();
        graceOver.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan time, TimeProvider clock)
    {
        using var wait = new CancellationTokenSource();
        var first = await Task.WhenAny(empty.Task, Task.Delay(time, clock, wait.Token));
        await wait.CancelAsync();
        return first == empty.Task;
    }
}
