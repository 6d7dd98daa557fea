namespace Longshore.Core;

/// <summary>A background look that runs beside the work on a batch, and that has always ended when the work is left.</summary>
internal sealed class Beside : IAsyncDisposable
{
    /// <summary>Finished work waits at most this long for the look.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop;
    private readonly Task _looking;

    /// <param name="look">Ends soon after its token fires, and does not throw for it.</param>
    /// <param name="park">Stops the look as well.</param>
    public Beside(Func<CancellationToken, Task> look, CancellationToken park)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(park);
        _looking = look(_stop.Token);
    }

    /// <summary>Gives the look its time after the work has ended well. Throws what the look throws.</summary>
    public async Task EndAsync()
    {
        _stop.CancelAfter(Longest);
        await _looking;
    }

    /// <summary>Stops the look and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
