using System.Threading.Channels;
using Longshore.Store.Objects;
using Microsoft.Extensions.Logging.Abstractions;

namespace Longshore.Cli.Ship;

/// <summary>What a walk over the directory found; nothing was written anywhere.</summary>
/// <param name="Scan">As the scan of a run would say it.</param>
/// <param name="Present">With <c>compare</c>: files under whose key S3 lists an object of their size.</param>
/// <param name="BytesPresent">Their size.</param>
/// <param name="Conflicts">With <c>compare</c>: files under whose key S3 lists an object of another size.</param>
/// <param name="SampleKey">The key of the first file; null if there is none.</param>
internal sealed record Survey(ScanCompleted Scan, long Present, long BytesPresent, long Conflicts, string? SampleKey = null);

/// <summary>Walks the directory by the rules of the scan, for the totals before a run and for a dry run.</summary>
internal sealed class ShipSurvey(
    Volume volume, KeyTemplate keys, StateKeys state, KeyRange range, IOptions<ScheduleOptions> schedule,
    IOptions<ReadinessOptions> readiness,
    ILogger<BatchPlanner> log, TimeProvider time)
{
    /// <param name="compare">Also looks which keys S3 lists, and notes names that cannot be shipped; reads only.</param>
    /// <exception cref="VolumeUnavailableException">The directory cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">With <paramref name="compare"/>: S3 cannot be asked.</exception>
    public async Task<Survey> WalkAsync(bool compare, CancellationToken cancellation)
    {
        // A run's own scan notes the names.
        var planner = new BatchPlanner(volume, keys, state, schedule, time, compare ? log : NullLogger<BatchPlanner>.Instance);
        var batches = Channel.CreateBounded<PlannedBatch>(4);
        var counting = CountAsync(batches.Reader, compare, cancellation);
        var tally = new ScanTally();
        using var root = volume.Open();
        try
        {
            var scope = ScanScope.Of(new(), readiness.Value, volume.LeastMinAge);
            await Task.Run(() => planner.PlanAsync(root, scope, tally, batches.Writer, TimeSpan.MaxValue, cancellation),
                CancellationToken.None);
        }
        finally
        {
            batches.Writer.TryComplete();
            await ((Task)counting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellation.ThrowIfCancellationRequested();
        return (await counting) with { Scan = tally.Completed(Timestamp.From(time.GetUtcNow()), root.Space()) };
    }

    private async Task<Survey> CountAsync(ChannelReader<PlannedBatch> batches, bool compare, CancellationToken cancellation)
    {
        var sum = new Survey(new(), 0, 0, 0);
        var fault = default(Exception);
        await foreach (var batch in batches.ReadAllAsync(CancellationToken.None))
        {
            sum = sum with { SampleKey = sum.SampleKey ?? keys.KeyOf(batch.Files[0].Path, batch.Files[0].Modified!.Value) };
            try
            {
                if (compare && fault is null)
                    sum = await CompareAsync(batch, sum, cancellation);
            }
            catch (Exception error)
            {
                // The walk waits for its batches to be taken.
                fault = error;
            }
        }

        return fault is null ? sum : throw fault;
    }

    private async Task<Survey> CompareAsync(PlannedBatch batch, Survey sum, CancellationToken cancellation)
    {
        var files =
            batch.Files.Select(file => (Key: keys.KeyOf(file.Path, file.Modified!.Value), Size: file.Size ?? 0)).ToArray();
        var listed = await range.ListAsync(files.Select(file => file.Key).ToHashSet(StringComparer.Ordinal), cancellation);
        foreach (var (key, size) in files)
        {
            if (!listed.TryGetValue(key, out var item))
                continue;
            sum = item.Size == size
                ? sum with { Present = sum.Present + 1, BytesPresent = sum.BytesPresent + size }
                : sum with { Conflicts = sum.Conflicts + 1 };
        }

        return sum;
    }
}
