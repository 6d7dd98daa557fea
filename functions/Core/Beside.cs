namespace Longshore.Core;

/// <summary>A background look that runs beside the work on a batch. Disposing it ends the look.</summary>
internal sealed class Beside : IAsyncDisposable
{
    /// <summary>Finished work waits no longer than this for the look.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop;
    private readonly Task _looking;

    /// <param name="look">Must end soon after its token fires, without throwing for it.</param>
    /// <param name="park">Also ends the look.</param>
    public Beside(Func<CancellationToken, Task> look, CancellationToken park)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(park);
        _looking = look(_stop.Token);
    }

    /// <summary>Gives the look its remaining time after the work has succeeded. Throws what the look throws.</summary>
    public async Task EndAsync()
    {
        _stop.CancelAfter(Longest);
        await _looking;
    }

    /// <summary>Stops the look and waits for its end; its errors are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
