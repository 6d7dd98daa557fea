using System.Runtime.ExceptionServices;
using Longshore.Store.Objects;

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
    Volume volume, BatchHandout handout, KeyTemplate keys, KeyRange range, IOptions<ReadinessOptions> readiness,
    TimeProvider time)
{
    /// <param name="compare">Also looks which keys S3 lists; reads only.</param>
    /// <exception cref="VolumeUnavailableException">The directory cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">With <paramref name="compare"/>: S3 cannot be asked.</exception>
    public async Task<Survey> WalkAsync(bool compare, CancellationToken cancellation)
    {
        var (sum, tally) = (new Survey(new(), 0, 0, 0), new ScanTally());
        var (guard, fault) = (new Lock(), default(Exception));
        using var root = volume.Open();
        var scope = ScanScope.Of(new(), readiness.Value, volume.LeastMinAge);
        await handout.RunAsync(root, scope, tally, CountAsync, new WorkTokens(cancellation, CancellationToken.None));
        cancellation.ThrowIfCancellationRequested();
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
        return sum with { Scan = tally.Completed(Timestamp.From(time.GetUtcNow()), root.Space()) };

        async Task<EmitResult> CountAsync(PlannedBatch batch, CancellationToken abort)
        {
            try
            {
                var seen = compare && fault is null ? await CompareAsync(batch, cancellation) : default;
                var sample = batch.Number > 0 ? null : keys.KeyOf(batch.Files[0].Path, batch.Files[0].Modified!.Value);
                lock (guard)
                    sum = sum with
                    {
                        Present = sum.Present + seen.Present,
                        BytesPresent = Sizes.Add(sum.BytesPresent, seen.Bytes),
                        Conflicts = sum.Conflicts + seen.Conflicts,
                        SampleKey = sample ?? sum.SampleKey,
                    };
            }
            catch (Exception error)
            {
                // The walk waits for its batches to be taken.
                fault = error;
            }

            return EmitResult.Taken;
        }
    }

    private async Task<(long Present, long Bytes, long Conflicts)> CompareAsync(
        PlannedBatch batch, CancellationToken cancellation)
    {
        var files = batch.Files
            .Select(file => (Key: keys.KeyOf(file.Path, file.Modified!.Value), Size: file.Size ?? 0)).ToArray();
        var listed = await range.ListAsync(files.Select(file => file.Key).ToHashSet(StringComparer.Ordinal), cancellation);
        var seen = files.Where(file => listed.ContainsKey(file.Key)).ToLookup(file => listed[file.Key].Size == file.Size);
        return (seen[true].Count(), Sizes.Sum(seen[true].Select(file => file.Size)), seen[false].Count());
    }
}
