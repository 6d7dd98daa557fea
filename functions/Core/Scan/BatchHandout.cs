using System.Threading.Channels;

namespace Longshore.Core.Scan;

/// <summary>
/// Hands out the batches of a walk in parallel, no more at once than sync can run. The broker may answer only when sync and
/// cleanup have answered, so that a batch can take minutes.
/// </summary>
public sealed class BatchHandout(BatchPlanner planner, IOptions<ScheduleOptions> options, WorkClock clock)
{
    /// <summary>So often within the deadline a batch goes out, full or not.</summary>
    private const int PlansPerDeadline = 10;

    /// <param name="emit">See <see cref="ScanCall.EmitAsync"/>; null plans batches and sends none.</param>
    /// <returns>What became of the batches, and where a walk that was ended early goes on; null if it reached the end.</returns>
    public async Task<(EmittedBatches Emitted, string? Cut)> RunAsync(
        VolumeRoot root, ScanScope scope, ScanTally tally, Func<PlannedBatch, CancellationToken, Task<EmitResult>>? emit,
        WorkTokens tokens)
    {
        var channel = Channel.CreateBounded<PlannedBatch>(options.Value.ParallelBatches);
        var emitting = emit is null ? DrainAsync(channel.Reader) : EmitAsync(channel.Reader, emit, tokens);
        try
        {
            // The walk blocks in system calls: it gets a thread of its own.
            var patience = clock.Deadline / PlansPerDeadline;
            var cut = await Task.Run(
                () => planner.PlanAsync(root, scope, tally, channel.Writer, patience, tokens.Park), CancellationToken.None);
            channel.Writer.Complete();
            return (await emitting, cut);
        }
        finally
        {
            // A walk that failed must not leave the emitters waiting for more, nor at work when its event is answered.
            channel.Writer.TryComplete();
            await ((Task)emitting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Batches are read as places come free, so that the walk never runs far ahead. None is begun once parked.</summary>
    private async Task<EmittedBatches> EmitAsync(
        ChannelReader<PlannedBatch> batches, Func<PlannedBatch, CancellationToken, Task<EmitResult>> emit, WorkTokens tokens)
    {
        var emitted = new EmittedBatches();
        await Task.WhenAll(Enumerable.Range(0, options.Value.ParallelBatches).Select(_ => WorkAsync()));
        return emitted;

        async Task WorkAsync()
        {
            // The walk ends the channel when told to stop; what it has planned by then and nobody has begun stays unsent.
            await foreach (var batch in batches.ReadAllAsync(CancellationToken.None))
                emitted.Add(batch, tokens.Park.IsCancellationRequested ? EmitResult.NotSent : await SendAsync(batch));
        }

        async Task<EmitResult> SendAsync(PlannedBatch batch)
        {
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

    private static async Task<EmittedBatches> DrainAsync(ChannelReader<PlannedBatch> batches)
    {
        await foreach (var _ in batches.ReadAllAsync())
        {
            // A dry run plans batches and sends none.
        }

        return new EmittedBatches();
    }
}
