using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary>Fires the ping and sees it through; kills the functions in the middle if asked.</summary>
internal sealed class DemoFlow(SandboxCluster cluster, FunctionFleet fleet, DemoOptions options, string volume)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPings = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var clock = new PingClock(cluster.Manifests, cluster.Broker.SinkOf, TimeProvider.System);
        var ping = clock.FireNowAsync(cancellation);
        if (options.Kill)
            await KillAndRestartAsync(cancellation);
        await AnsweredAsync(ping, cancellation);
        // What a killed function left behind is found by the next scan; a run that nobody disturbs needs one ping.
        while (options.Kill && VolumeFiles.Count(volume) > 0)
        {
            await Task.Delay(BetweenPings, cancellation);
            await AnsweredAsync(clock.FireNowAsync(cancellation), cancellation);
        }
    }

    private async Task KillAndRestartAsync(CancellationToken cancellation)
    {
        while (cluster.Store.Objects < options.Files / 3)
            await Task.Delay(LookAgain, cancellation);
        await fleet.KillAsync();
        await fleet.StartAsync(cancellation);
    }

    private async Task AnsweredAsync(Task<int[]> ping, CancellationToken cancellation)
    {
        while (!ping.IsCompleted)
        {
            fleet.CheckAlive();
            await Task.WhenAny(ping, Task.Delay(LookAgain * 4, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        // After a kill a delivery may run out of retries; the next ping finds its files again.
        if ((await ping).FirstOrDefault(static status => status != 202) is var refused and not 0 && !options.Kill)
            throw new InvalidOperationException(
                $"The Broker answered the ping with {refused}: an event was lost. The functions' last words:\n"
                + string.Join('\n', fleet.Functions.Select(static function => $"{function.Name}:\n{function.LastWords()}")));
    }
}
