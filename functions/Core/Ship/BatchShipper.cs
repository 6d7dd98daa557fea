using System.Runtime.ExceptionServices;

namespace Longshore.Core.Ship;

/// <summary>Ships the files of one batch in parallel and returns an outcome for each. Safe for concurrent use.</summary>
public sealed class BatchShipper(
    FileShipper shipper, BatchKeys keys, UploadLimits limits, S3Store store, WorkClock clock, SyncWatch? watch = null)
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
        var entries = new ReceiptEntry[files.Length];
        var faults = new ObjectFaults(store, _failures);
        await using var cut = new UploadCut(clock, tokens);
        var fault = default(Exception);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(limits.Widest, files.Length)).Select(_ => Task.Run(WorkAsync)));
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
        return entries;

        async Task WorkAsync()
        {
            using var folder = root.Look();
            using var slot = limits.NewSlot();
            for (var index = Interlocked.Increment(ref next); index < files.Length; index = Interlocked.Increment(ref next))
            {
                var work = files[index];
                try
                {
                    entries[index] = cut.Tokens.Park.IsCancellationRequested
                        ? work.NotBegun()
                        : await shipper.ShipFileAsync(folder, work, slot, cut.Tokens);
                    if (entries[index].IsSettled())
                        faults.Served(work.Path.Value);
                    watch?.Ended(entries[index]);
                }
                catch (StoreUnavailableException e)
                {
                    if (await faults.ReasonAsync(e, work.Path.Value, tokens.Abort) is { } reason)
                    {
                        entries[index] = work.Entry(FileOutcome.Failed, reason);
                        watch?.Ended(entries[index]);
                        continue;
                    }

                    // The first such error ends the batch, so that not every file meets it.
                    Interlocked.CompareExchange(ref fault, e, null);
                    await cut.StopAsync();
                    entries[index] = work.NotBegun();
                }
            }
        }
    }
}
