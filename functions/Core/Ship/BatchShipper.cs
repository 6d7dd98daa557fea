using System.Collections.Concurrent;
using Longshore.Core.Receipts;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.Core.Ship;

/// <summary>Ships the files of one batch in parallel, and accounts for each of them.</summary>
public sealed class BatchShipper(FileShipper shipper, BatchKeys keys, ReceiptBelief belief, AdaptiveGate gate, S3Store store, IOptions<HostOptions> host, TimeProvider time, SyncWatch? watch = null)
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <param name="files">Sorted by path, each once.</param>
    /// <param name="earlier">The batch's latest receipt.</param>
    /// <param name="park">Stop starting work; what was not started is <see cref="FileOutcome.Remaining"/>.</param>
    /// <param name="finish">The hard stop. Running uploads are cut before it (<see cref="UploadCut"/>).</param>
    /// <returns>One entry per file, in the same order.</returns>
    /// <exception cref="StoreUnavailableException">The store refused or was not there, not only for one of its objects. Files shipped so far are found again.</exception>
    public async Task<ReceiptEntry[]> ShipAsync(VolumeRoot root, IReadOnlyList<BatchItem> files, TimeSpan minAge, Receipt? earlier,
        CancellationToken park, CancellationToken finish)
    {
        var entries = new ReceiptEntry[files.Count];
        var settled = earlier?.Files.Where(entry => entry.IsSettled() && belief.IsUnderItsOwnKey(entry))
            .ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var listed = await keys.ListAsync(root, files, settled, finish);
        var faults = new ObjectFaults(store, _failures);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(park);
        await using var cut = new UploadCut(host.Value.CutAfterPark, time, park, finish);
        var fault = default(Exception);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(gate.Widest, files.Count)).Select(_ => Task.Run(WorkAsync)));
        return fault is null ? entries : throw fault;

        async Task WorkAsync()
        {
            using var folder = root.Look();
            using var place = new Place(gate);
            for (var index = Interlocked.Increment(ref next); index < files.Count; index = Interlocked.Increment(ref next))
            {
                var item = files[index];
                var work = new FileWork(item.Path, item.Size, item.Modified, minAge, settled?.GetValueOrDefault(item.Path.Value), listed);
                try
                {
                    entries[index] = stop.IsCancellationRequested
                        ? work.Entry(FileOutcome.Remaining)
                        : await shipper.ShipAsync(folder, work, place, cut.Token, stop.Token);
                    if (entries[index].Outcome is FileOutcome.Uploaded or FileOutcome.Present)
                        faults.Served(item.Path.Value);
                    watch?.Ended(entries[index]);
                }
                catch (StoreUnavailableException e)
                {
                    if (await faults.ReasonAsync(e, item.Path.Value, finish) is { } reason)
                    {
                        entries[index] = work.Entry(FileOutcome.Failed, reason);
                        watch?.Ended(entries[index]);
                        continue;
                    }

                    // The first one ends the batch: five thousand files need not each be told the same.
                    Interlocked.CompareExchange(ref fault, e, null);
                    await stop.CancelAsync();
                    entries[index] = work.Entry(FileOutcome.Remaining);
                }
            }
        }
    }

    /// <summary>Tells who watches of a batch's receipt.</summary>
    public void Tell(Receipt receipt) => watch?.Receipted(receipt);
}
