namespace Longshore.Model;

/// <summary>
/// Runs work inside the gate, within <c>Host__Deadline</c>. Work is told to park shortly before the deadline, at the shutdown,
/// and when nobody waits for it any more. It is stopped at the deadline and when the grace period is over.
/// </summary>
public sealed class GatedWork(EventGate gate, IOptions<HostOptions> options, TimeProvider clock, ILogger<GatedWork> logger)
{
    /// <summary>How long work may go on after its hard stop before it is given up.</summary>
    public static readonly TimeSpan Unwind = TimeSpan.FromSeconds(2);

    /// <summary>Time for one piece of work.</summary>
    public TimeSpan Deadline => options.Value.Deadline;

    /// <summary>Begins no more work, and ends within <c>Host__Grace</c> what runs.</summary>
    /// <returns>Pieces of work that have not ended: 0 unless one has ignored both tokens.</returns>
    public Task<int> StopAsync() => gate.CloseAsync(options.Value.Grace, Unwind + TimeSpan.FromSeconds(1), clock);

    /// <param name="work">What it throws is thrown.</param>
    /// <param name="dropped">Fires when nobody waits for the result any more.</param>
    /// <exception cref="RetryLaterException">The gate is closed, or the work was ended before it was done.</exception>
    public async Task<T> RunAsync<T>(Func<WorkTokens, Task<T>> work, CancellationToken dropped = default)
    {
        if (!gate.TryEnter())
            throw new RetryLaterException("The process is shutting down.");
        using var deadline = new CancellationTokenSource(options.Value.Deadline, clock);
        using var margin = new CancellationTokenSource(options.Value.ParkAfter, clock);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, gate.GraceOver);
        using var park = CancellationTokenSource.CreateLinkedTokenSource(margin.Token, gate.Closed, dropped, abort.Token);
        try
        {
            return await EndsAsync(work(new WorkTokens(park.Token, abort.Token)), abort.Token);
        }
        catch (OperationCanceledException error) when (park.IsCancellationRequested)
        {
            throw new RetryLaterException("The deadline or the shutdown came before the event was handled.", error);
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>Waits for the work, but not for work that ignores its hard stop.</summary>
    private async Task<T> EndsAsync<T>(Task<T> work, CancellationToken abort)
    {
        if (await Task.WhenAny(work, Task.Delay(Timeout.InfiniteTimeSpan, clock, abort)) == work)
            return await work;
        if (await Task.WhenAny(work, Task.Delay(Unwind, clock, CancellationToken.None)) == work)
            return await work;
        Log.FunctionAbandoned(logger);
        throw new OperationCanceledException(abort);
    }
}

/// <summary>Registers the gate, the work inside it, and <c>Host__*</c>.</summary>
public static class GatedWorkSetup
{
    public static IServiceCollection AddGatedWork(this IServiceCollection services) => services
        .AddSettings<HostOptions, HostOptionsValidator>(
            HostOptions.Section, static (configuration, options) => configuration.Bind(options))
        .AddLogger<GatedWork>()
        .AddSingleton<EventGate>()
        .AddSingleton<GatedWork>();
}
