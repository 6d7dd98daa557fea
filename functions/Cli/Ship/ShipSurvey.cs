using System.Runtime.ExceptionServices;
using Longshore.Core.Bundles;
using Longshore.Core.Ship;
using Longshore.Store.Objects;

namespace Longshore.Cli.Ship;

/// <summary>The result of a walk over the directory that wrote nothing.</summary>
/// <param name="Scan">The same counts as the scan of a run has.</param>
/// <param name="Present">With <c>compare</c>: files whose key has an object of the same size in S3.</param>
/// <param name="BytesPresent">Their size.</param>
/// <param name="Conflicts">With <c>compare</c>: files whose key has an object of another size in S3.</param>
/// <param name="SampleKey">The key of the first file; null if there is none.</param>
internal sealed record Survey(ScanCompleted Scan, long Present, long BytesPresent, long Conflicts, string? SampleKey = null);

/// <summary>Walks the directory by the rules of the scan, for the totals before a run and for a dry run.</summary>
internal sealed class ShipSurvey(
    Volume volume, BatchHandout handout, KeyTemplate keys, KeyRange range, IOptions<ReadinessOptions> readiness,
    IOptions<SyncOptions> sync, TimeProvider time)
{
    /// <param name="paths">Look at these files alone, in the order of their paths; null walks the directory.</param>
    /// <param name="compare">Compare with the keys that S3 lists; this reads only.</param>
    /// <exception cref="VolumeUnavailableException">The directory cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">With <paramref name="compare"/>: S3 cannot be listed.</exception>
    public async Task<Survey> WalkAsync(
        IReadOnlyList<VolumePath>? paths, bool compare, CancellationToken cancellation)
    {
        var (sum, tally) = (new Survey(new(), 0, 0, 0), new ScanTally());
        var (guard, fault) = (new Lock(), default(Exception));
        using var root = volume.Open();
        var scope = ScanScope.Of(new(), readiness.Value, volume.LeastMinAge) with { Paths = paths };
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
                var first = batch.Files[0];
                var sample = batch.Number > 0 || IsBundled(first) ? null : keys.KeyOf(first.Path, first.Modified!.Value);
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
                // The walk waits until each batch is taken, so it gets the error later.
                fault = error;
            }

            return EmitResult.Taken;
        }
    }

    private bool IsBundled(BatchFile file) => PlannedBundle.Takes(file.Path, file.Size ?? 0, sync.Value);

    private async Task<(long Present, long Bytes, long Conflicts)> CompareAsync(
        PlannedBatch batch, CancellationToken cancellation)
    {
        // What a bundle holds is known to receipts only.
        var files = batch.Files.Where(file => !IsBundled(file))
            .Select(file => (Key: keys.KeyOf(file.Path, file.Modified!.Value), Size: file.Size ?? 0)).ToArray();
        var listed = await range.ListAsync(files.Select(file => file.Key).ToHashSet(StringComparer.Ordinal), cancellation);
        var seen = files.Where(file => listed.ContainsKey(file.Key)).ToLookup(file => listed[file.Key].Size == file.Size);
        return (seen[true].Count(), Sizes.Sum(seen[true].Select(file => file.Size)), seen[false].Count());
    }
}
