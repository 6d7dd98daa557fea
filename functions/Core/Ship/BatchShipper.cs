using System.Runtime.ExceptionServices;
using Longshore.Core.Bundles;

namespace Longshore.Core.Ship;

/// <summary>Ships the files of one batch in parallel and returns an outcome for each. Safe for concurrent use.</summary>
public sealed class BatchShipper(
    FileShipper shipper, BundleShipper bundler, BundlePlanner planner, BatchKeys keys, UploadLimits limits, S3Store store,
    WorkClock clock, SyncWatch? watch = null)
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <param name="earlier">The batch's latest receipt, if there is one.</param>
    /// <param name="tokens">
    /// The batch's tokens. After <see cref="WorkTokens.Park"/> no file is begun, and those left are
    /// <see cref="FileOutcome.Remaining"/>. Running uploads are cancelled before the hard stop (<see cref="UploadCut"/>).
    /// </param>
    /// <returns>One entry per file, in the same order.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The store fails, not only for one object. The next attempt finds the shipped files.
    /// </exception>
    public async Task<ReceiptEntry[]> ShipFilesAsync(VolumeRoot root, CheckedBatch batch, Receipt? earlier, WorkTokens tokens)
    {
        // Writes wait for the probe; listing, opening and reading do not.
        _ = store.BeginProbeAsync();
        var files = await keys.LookUpAsync(root, batch, earlier, tokens.Abort);
        var (bundled, plans) = await planner.PlanAsync(root, batch, files, earlier, tokens.Park);
        var inBundles = plans.SelectMany(static plan => plan.Files).ToHashSet();
        // Bundles first: each is more work than a file.
        (int[] Files, PlannedBundle? Bundle)[] units =
        [
            .. plans.Select(static plan => (plan.Files, plan)),
            .. Enumerable.Range(0, files.Length).Where(index => !inBundles.Contains(index))
                .Select(static index => (new[] { index }, default(PlannedBundle))),
        ];
        var entries = bundled.Entries;
        var faults = new ObjectFaults(store, _failures);
        await using var cut = new UploadCut(clock, tokens);
        var fault = default(Exception);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(limits.Widest, units.Length)).Select(_ => Task.Run(WorkAsync)));
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
        return entries!;

        async Task WorkAsync()
        {
            using var folder = root.Look();
            using var slot = limits.NewSlot();
            for (var unit = Interlocked.Increment(ref next); unit < units.Length; unit = Interlocked.Increment(ref next))
            {
                var (indexes, bundle) = units[unit];
                try
                {
                    if (cut.Tokens.Park.IsCancellationRequested)
                        bundled.Fill(indexes, static work => work.NotBegun());
                    else if (bundle is not null)
                        await bundler.ShipAsync(folder, bundled, bundle, slot, cut.Tokens);
                    else
                        entries[indexes[0]] = await shipper.ShipFileAsync(folder, files[indexes[0]], slot, cut.Tokens);
                    Tell(indexes);
                }
                catch (StoreUnavailableException e)
                {
                    if (await faults.ReasonAsync(e, files[indexes[0]].Path.Value, tokens.Abort) is { } reason)
                    {
                        bundled.Fill(indexes, work => work.Entry(FileOutcome.Failed, reason));
                        Tell(indexes);
                        continue;
                    }

                    // The first such error ends the batch, so that not every file meets it.
                    Interlocked.CompareExchange(ref fault, e, null);
                    await cut.StopAsync();
                    bundled.Fill(indexes, static work => work.NotBegun());
                }
            }
        }

        void Tell(int[] indexes)
        {
            foreach (var entry in indexes.Select(index => entries[index]!))
            {
                if (entry.IsSettled())
                    faults.Served(entry.Path);
                watch?.Ended(entry);
            }
        }
    }
}
