namespace Longshore.Core;

/// <summary>Runs a background look beside the work on a batch.</summary>
internal static class Beside
{
    /// <summary>Finished work waits at most this long for the look.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Runs both, and returns the result of the work. The look begins first and has always ended before this returns or throws.</summary>
    /// <param name="look">Ends soon after its token fires, and does not throw for it.</param>
    /// <param name="work">If it fails, the look is stopped at once.</param>
    /// <param name="park">Stops the look as well.</param>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task> look, Func<Task<T>> work, CancellationToken park)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(park);
        var looking = look(stop.Token);
        try
        {
            var result = await work();
            stop.CancelAfter(Longest);
            await looking;
            return result;
        }
        finally
        {
            await stop.CancelAsync();
            await looking;
        }
    }
}
