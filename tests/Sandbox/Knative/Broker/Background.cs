using System.Collections.Concurrent;

namespace Longshore.Sandbox.Knative;

/// <summary>Deliveries that nobody waits for, until the broker ends.</summary>
internal sealed class Background
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public void Keep(IEnumerable<Task> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            _running[delivery] = true;
            _ = ForgetAsync(delivery);
        }
    }

    /// <summary>Waits for what still runs. Cancelled deliveries are no failure; any other exception is thrown.</summary>
    public async Task DrainAsync()
    {
        foreach (var delivery in _running.Keys)
        {
            await delivery.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (delivery.Exception is { } failure)
                throw failure;
        }
    }

    private async Task ForgetAsync(Task delivery)
    {
        await delivery.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!delivery.IsFaulted)
            _running.TryRemove(delivery, out _);
    }
}
