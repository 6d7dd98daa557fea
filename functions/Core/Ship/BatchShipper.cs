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
        var (bundled, plans) = await planner.PlanAsync(root, batch, files, earlier, tokens.Abort);
        var entries = bundled.Entries;
        // Bundles first: each is more work than a file.
        int[][] units = [.. plans.Select(static plan => plan.Files), .. BundlePlanner.Singles(files, plans)];
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
                try
                {
                    await ShipAsync(unit, folder, slot);
                    Tell(units[unit]);
                }
                catch (StoreUnavailableException e)
                {
                    var left = units[unit].Where(number => entries[number] is null).ToArray();
                    if (await faults.ReasonAsync(e, files[left[0]].Path.Value, tokens.Abort) is { } reason)
                    {
                        Array.ForEach(left, number => entries[number] = files[number].Entry(FileOutcome.Failed, reason));
                        Tell(units[unit]);
                        continue;
                    }

                    // The first such error ends the batch, so that not every file meets it.
                    Interlocked.CompareExchange(ref fault, e, null);
                    await cut.StopAsync();
                    Array.ForEach(left, number => entries[number] = files[number].NotBegun());
                }
            }
        }

        async Task ShipAsync(int unit, FolderLook folder, UploadSlot slot)
        {
            var numbers = units[unit];
            if (cut.Tokens.Park.IsCancellationRequested)
                Array.ForEach(numbers, number => entries[number] = files[number].NotBegun());
            else if (unit < plans.Count)
                await bundler.ShipAsync(folder, bundled, plans[unit], slot, cut.Tokens);
            else
                entries[numbers[0]] = await shipper.ShipFileAsync(folder, files[numbers[0]], slot, cut.Tokens);
        }

        void Tell(int[] numbers)
        {
            foreach (var entry in numbers.Select(number => entries[number]!))
            {
                if (entry.IsSettled())
                    faults.Served(entry.Path);
                watch?.Ended(entry);
            }
        }
    }
}
