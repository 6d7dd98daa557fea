using System.Globalization;

namespace Longshore.Sandbox.Knative;

/// <summary>Fires PingSources: on their schedule, faster if asked, or at once.</summary>
/// <param name="manifests">Whose PingSources tick.</param>
/// <param name="sinkOf">Where the Broker of a namespace and name listens.</param>
/// <param name="time">The clock that schedules are read against.</param>
/// <param name="speed">
/// How many times faster than real time schedules run, above 0: 4320 makes 12 hours pass in 10 seconds.
/// </param>
internal sealed class PingClock(ClusterManifests manifests, Func<string, string, Uri> sinkOf, TimeProvider time, double speed = 1)
    : IDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);

    private readonly EventPublisher _publisher = new();
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>The time that schedules see: real time since the start, multiplied by the speed.</summary>
    public DateTimeOffset ScheduleTime => _started + ((time.GetUtcNow() - _started) * speed);

    /// <summary>Runs every PingSource on its schedule until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(manifests.PingSources.Select(source => RunAsync(source, cancellation)));

    /// <summary>Fires every PingSource once, now.</summary>
    /// <returns>The Broker's statuses: 202 where all subscribers have handled the event.</returns>
    public Task<int[]> FireNowAsync(CancellationToken cancellation) =>
        Task.WhenAll(manifests.PingSources.Select(source => FireAsync(source, cancellation)));

    public void Dispose() => _publisher.Dispose();

    private async Task RunAsync(PingSourceManifest source, CancellationToken cancellation)
    {
        var running = new List<Task>();
        try
        {
            for (var next = source.Schedule.Next(ScheduleTime); ; next = source.Schedule.Next(next))
            {
                await SleepUntilAsync(next, cancellation);
                await Task.WhenAll(running.Where(static firing => firing.IsCompleted));
                running.RemoveAll(static firing => firing.IsCompleted);
                // A tick does not wait for the answer to the one before, as in the cluster.
                running.Add(FireAsync(source, cancellation));
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SleepUntilAsync(DateTimeOffset moment, CancellationToken cancellation)
    {
        for (var left = moment - ScheduleTime; left > TimeSpan.Zero; left = moment - ScheduleTime)
        {
            var real = left / speed;
            await Task.Delay(real < LongestSleep ? real + TimeSpan.FromMilliseconds(1) : LongestSleep, time, cancellation);
        }
    }

    private async Task<int> FireAsync(PingSourceManifest source, CancellationToken cancellation)
    {
        var ping = source.Ping(Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture), time.GetUtcNow());
        return (await _publisher.PostAsync(sinkOf(source.Namespace, source.Sink.Name), ping, cancellation)).Status;
    }
}
