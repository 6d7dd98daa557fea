namespace Longshore.Model;

/// <summary>
/// Lets work in until the shutdown, and bounds it by <c>Host__Deadline</c>. Work is told to park shortly before the deadline, at
/// the shutdown, and when nobody waits for it any more. It is stopped at the deadline and when the grace period is over. Safe for
/// parallel use.
/// </summary>
public sealed class EventGate(IOptions<HostOptions> options, TimeProvider time, ILogger<EventGate> logger) : IDisposable
{
    /// <summary>How long work may go on after its hard stop before it is given up.</summary>
    private static readonly TimeSpan Unwind = TimeSpan.FromSeconds(2);

    private readonly Lock _sync = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _graceOver = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;

    /// <summary>Fires when the gate closes: finish or park.</summary>
    public CancellationToken Closed => _closed.Token;

    public bool IsOpen => !_closed.IsCancellationRequested;

    /// <summary>Time for one piece of work.</summary>
    public TimeSpan Deadline => options.Value.Deadline;

    /// <summary>Time that <see cref="CloseAsync"/> takes at most.</summary>
    public TimeSpan Longest => options.Value.Grace + AfterGrace;

    private static TimeSpan AfterGrace => Unwind + TimeSpan.FromSeconds(1);

    /// <summary>Runs work inside the gate. What it throws is thrown.</summary>
    /// <param name="dropped">Fires when nobody waits for the result any more.</param>
    /// <exception cref="RetryLaterException">The gate is closed, or the work was ended before it was done.</exception>
    public async Task<T> RunAsync<T>(Func<WorkTokens, Task<T>> work, CancellationToken dropped = default)
    {
        Enter();
        using var deadline = new CancellationTokenSource(options.Value.Deadline, time);
        using var margin = new CancellationTokenSource(options.Value.ParkAfter, time);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _graceOver.Token);
        using var park = CancellationTokenSource.CreateLinkedTokenSource(margin.Token, Closed, dropped, abort.Token);
        try
        {
            return await EndsAsync(work(new WorkTokens(park.Token, abort.Token)), abort.Token);
        }
        catch (Exception error) when (abort.IsCancellationRequested
            || (error is OperationCanceledException && park.IsCancellationRequested))
        {
            // After the hard stop a library may throw any error, such as that credentials could not be fetched.
            throw new RetryLaterException("The deadline or the shutdown came before the work was done.", error);
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        lock (_sync)
        {
            if (!IsOpen)
                throw new RetryLaterException("The process is shutting down.");
            _inside++;
        }
    }

    private void Leave()
    {
        lock (_sync)
        {
            _inside--;
            if (_inside == 0 && !IsOpen)
                _empty.TrySetResult();
        }
    }

    /// <summary>Closes the gate and ends when everyone has left, or the grace period and what follows it are over.</summary>
    /// <returns>Pieces of work still inside: 0 unless one has ignored both tokens.</returns>
    public async Task<int> CloseAsync()
    {
        lock (_sync)
        {
            _closed.Cancel();
            if (_inside == 0)
                _empty.TrySetResult();
        }

        await EndsWithinAsync(_empty.Task, options.Value.Grace);
        if (!_empty.Task.IsCompleted)
        {
            await _graceOver.CancelAsync();
            await EndsWithinAsync(_empty.Task, AfterGrace);
        }

        lock (_sync)
            return _inside;
    }

    public void Dispose()
    {
        _closed.Dispose();
        _graceOver.Dispose();
    }

    /// <summary>Waits for the work, but not for work that ignores its hard stop.</summary>
    private async Task<T> EndsAsync<T>(Task<T> work, CancellationToken abort)
    {
        await ((Task)work.WaitAsync(abort)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndsWithinAsync(work, Unwind);
        if (work.IsCompleted)
            return await work;
        Log.FunctionAbandoned(logger);
        throw new OperationCanceledException(abort);
    }

    private async Task EndsWithinAsync(Task task, TimeSpan longest) =>
        await task.WaitAsync(longest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

internal sealed class Readiness(EventGate gate, IOptions<SinkOptions> sink)
{
    /// <summary>Why it takes none; null if it is ready.</summary>
    public string? Problem => gate.IsOpen ? sink.Value.MissingSink : "The process is shutting down.";
}
