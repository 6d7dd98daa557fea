using System.Threading.Channels;

namespace Longshore.Core.Scan;

/// <summary>
/// Sends the batches of a walk in parallel, no more at once than sync can run. A batch can take minutes, as the broker may answer
/// only after sync and cleanup have answered.
/// </summary>
public sealed class BatchHandout(BatchPlanner planner, IOptions<ScheduleOptions> options, WorkClock clock)
{
    /// <summary>How often, within the deadline, a batch is sent, full or not.</summary>
    private const int PlansPerDeadline = 10;

    /// <param name="emit">See <see cref="ScanCall.EmitAsync"/>; null sends no batch.</param>
    /// <returns>The outcomes of the batches, and where a walk that was ended early goes on; null if it reached the end.</returns>
    public async Task<(EmittedBatches Emitted, string? Cut)> RunAsync(
        VolumeRoot root, ScanScope scope, ScanTally tally, Func<PlannedBatch, CancellationToken, Task<EmitResult>>? emit,
        WorkTokens tokens)
    {
        var channel = Channel.CreateBounded<PlannedBatch>(options.Value.ParallelBatches);
        var emitting = EmitAsync(channel.Reader, emit, tokens);
        try
        {
            // The walk blocks in system calls, so it gets its own thread.
            var patience = clock.Deadline / PlansPerDeadline;
            var cut = await Task.Run(
                () => planner.PlanAsync(root, scope, tally, channel.Writer, patience, tokens.Park), CancellationToken.None);
            channel.Writer.Complete();
            return (await emitting, cut);
        }
        finally
        {
            // If the walk failed, the emitters must end before its event is answered.
            channel.Writer.TryComplete();
            await ((Task)emitting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads a batch when a place is free, so that the walk is never far ahead. Begins none after parking.</summary>
    private async Task<EmittedBatches> EmitAsync(
        ChannelReader<PlannedBatch> batches, Func<PlannedBatch, CancellationToken, Task<EmitResult>>? emit, WorkTokens tokens)
    {
        var emitted = new EmittedBatches();
        await Task.WhenAll(Enumerable.Range(0, options.Value.ParallelBatches).Select(_ => WorkAsync()));
        return emitted;

        async Task WorkAsync()
        {
            // When the walk is stopped, it ends the channel. The batches that are left in it count as not sent.
            await foreach (var batch in batches.ReadAllAsync(CancellationToken.None))
            {
                if (emit is not null)
                    emitted.Add(batch, await SendAsync(batch, emit));
            }
        }

        async Task<EmitResult> SendAsync(PlannedBatch batch, Func<PlannedBatch, CancellationToken, Task<EmitResult>> emit)
        {
            if (tokens.Park.IsCancellationRequested)
                return EmitResult.NotSent;
            try
            {
                return await emit(batch, tokens.Abort);
            }
            catch (OperationCanceledException) when (tokens.Abort.IsCancellationRequested)
            {
                return EmitResult.NotSent;
            }
        }
    }
}
