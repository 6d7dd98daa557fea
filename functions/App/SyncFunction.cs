using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Core;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Ship;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.Store.Probe;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.App;

/// <summary>
/// Uploads a batch, writes its receipt, and replies <c>batch.synced</c>. Near the deadline it emits that for the finished part and replies
/// the rest as a batch of its own. Delivered again it finds what it did before, and says the same.
/// </summary>
[Function("sync")]
public sealed class SyncFunction(
    Volume volume, BatchShipper shipper, AbandonedUploads abandoned, ReceiptStore receipts, ReceiptBelief belief, StateKeys keys, KeyRange range, StoreProbe probe, SingleFlight<CloudEvent> running,
    IEventSink sink,
    IOptions<S3Options> store, IOptions<VolumeOptions> mount, IOptions<ReadinessOptions> readiness, TimeProvider time, ILogger<SyncFunction> log)
{
    public const string Source = "/longshore/sync";

    /// <summary>Past this many hand-overs the rest is deferred: it waits for the next scan.</summary>
    private const int MostHops = 8;

    /// <summary>A finished batch waits at most this long for background work.</summary>
    private static readonly TimeSpan AbortingAfterwards = TimeSpan.FromSeconds(5);

    [CloudEventTrigger(EventTypes.BatchReady)]
    public Task<CloudEvent?> RunAsync(BatchReady data, FunctionContext context, CancellationToken cancellation)
    {
        var files = BatchPlan.Check(data.Files, data.MinAge, mount.Value.LeastMinAge);
        var batch = BatchIds.Compute(store.Value, mount.Value.Name, files.Select(file => (file.Path.Value, file.Size, file.Modified)));
        return running.RunAsync($"sync {batch}", () => ShipAsync(batch, files, data.MinAge, context, cancellation), cancellation);
    }

    private async Task<CloudEvent?> ShipAsync(string batch, BatchItem[] files, TimeSpan? minAge, FunctionContext context, CancellationToken cancellation)
    {
        var started = time.GetUtcNow();
        using var scope = log.BatchScope(batch);
        using var root = volume.Open();
        var earlier = await LatestAsync(batch, cancellation);
        var left = new List<ReceiptEntry>();
        if (earlier is not null && StillHolds(root, earlier, left)
            && await StillListedAsync(left, cancellation))
        {
            log.BatchSettled(batch, earlier.Attempt, earlier.Counts.Planned);
            return Synced(context, earlier, keys.Receipt(batch, earlier.Attempt));
        }

        // The first write waits for it; listing, opening and reading need not.
        _ = probe.BeginAsync();
        var entries = await ShipAsync(root, files, minAge ?? readiness.Value.MinAge, earlier, context, cancellation);
        var counts = ReceiptCounts.Of(entries);
        if (counts.Remaining == counts.Planned && !Array.Exists(entries, entry => entry.Reason == SyncReasons.Parked))
            cancellation.ThrowIfCancellationRequested();
        if (context.Hops >= MostHops && counts.Remaining > 0)
        {
            foreach (var entry in entries.Where(static entry => entry.Outcome == FileOutcome.Remaining))
                (entry.Outcome, entry.Reason) = (FileOutcome.Deferred, SyncReasons.Parked);
            counts = ReceiptCounts.Of(entries);
        }

        var (receipt, key) = await receipts.WriteAsync(new Receipt
        {
            Schema = Receipt.CurrentSchema,
            Batch = batch,
            Attempt = (earlier?.Attempt ?? 0) + 1,
            VolumeName = mount.Value.Name,
            Destination = Destination.Of(store.Value),
            StartedAt = started,
            FinishedAt = time.GetUtcNow(),
            Counts = counts,
            Files = entries,
        }, context.Abort);
        SyncMetrics.Record(receipt);
        log.BatchSynced(batch, receipt.Attempt, counts.Planned, counts.Uploaded, counts.Present, counts.Deferred, counts.Missing, counts.Failed,
            counts.Remaining, counts.BytesUploaded, (receipt.FinishedAt - started).TotalMilliseconds);

        var synced = Synced(context, receipt, key);
        if (counts.Remaining == 0)
            return synced;
        await sink.EmitAsync(synced, context.Abort);
        return Remainder(context, files, entries, minAge, key);
    }

    private async Task<ReceiptEntry[]> ShipAsync(VolumeRoot root, BatchItem[] files, TimeSpan minAge, Receipt? earlier, FunctionContext context, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var aborting = abandoned.AbortAsync(root, stop.Token);
        try
        {
            var entries = await shipper.ShipAsync(root, files, minAge, earlier, cancellation, context.Abort);
            stop.CancelAfter(AbortingAfterwards);
            await aborting;
            return entries;
        }
        finally
        {
            // A batch that failed is answered at once.
            await stop.CancelAsync();
            await aborting;
        }
    }

    /// <summary>The latest receipt that can be believed; one that cannot settles nothing, and the batch is gone through as if new.</summary>
    private async Task<Receipt?> LatestAsync(string batch, CancellationToken cancellation)
    {
        try
        {
            if (await receipts.LatestAsync(batch, cancellation) is not { } latest)
                return null;
            if (belief.Refused(latest) is not { Count: > 0 } refused)
                return latest;
            log.ReceiptRefused(batch, $"Of {refused.Count} files it is not believed ({refused.Values.First()}).");
            return null;
        }
        catch (BadReceiptException e)
        {
            log.ReceiptRefused(batch, e.Message);
            return null;
        }
    }

    /// <summary>Whether S3 lists what the receipt says of every file that is still on the volume; what is gone from there needs no proof.</summary>
    private async Task<bool> StillListedAsync(List<ReceiptEntry> left, CancellationToken cancellation)
    {
        if (!left.TrueForAll(belief.IsUnderItsOwnKey))
            return false;
        var listed = await range.ListAsync(left.Select(entry => entry.Key!).ToHashSet(StringComparer.Ordinal), cancellation);
        return left.TrueForAll(entry => listed.TryGetValue(entry.Key!, out var item) && item.Is(entry.ETag, entry.Size));
    }

    /// <param name="left">Gets the entries whose files are not gone.</param>
    private static bool StillHolds(VolumeRoot root, Receipt earlier, List<ReceiptEntry> left)
    {
        using var look = root.Look();
        return SettledDecision.StillHolds(earlier, entry => StatOf(look, entry, left));
    }

    /// <param name="left">Gets the entry unless its file is gone.</param>
    private static FileStat? StatOf(FolderLook look, ReceiptEntry entry, List<ReceiptEntry> left)
    {
        try
        {
            var stat = VolumePath.TryParse(entry.Path, out var path, out _) ? look.Stat(path) : default(FileStat?);
            if (stat is not { Kind: FileKind.Missing })
                left.Add(entry);
            return stat;
        }
        catch (VolumeFileException)
        {
            // What cannot be looked at cannot be vouched for: the batch is gone through again and the receipt says why.
            return null;
        }
    }

    private static CloudEvent Remainder(FunctionContext context, BatchItem[] files, ReceiptEntry[] entries, TimeSpan? minAge, string receipt) =>
        context.Reply(EventTypes.BatchReady, Source, receipt, new BatchReady
        {
            MinAge = minAge,
            Files = [.. files.Where((_, index) => entries[index].Outcome == FileOutcome.Remaining).Select(file => new BatchFile
            {
                Path = file.Path.Value,
                Size = file.Size,
                Modified = file.Modified,
            })],
        }, EventJson.Default.BatchReady, hops: context.Hops + 1);

    private CloudEvent Synced(FunctionContext context, Receipt receipt, string key)
    {
        shipper.Tell(receipt);
        return context.Reply(EventTypes.BatchSynced, Source, key, new BatchSynced
        {
            Batch = receipt.Batch,
            Planned = receipt.Counts.Planned,
            Uploaded = receipt.Counts.Uploaded,
            Present = receipt.Counts.Present,
            Deferred = receipt.Counts.Deferred,
            TooYoung = receipt.Files.Count(static entry => entry.OldEnoughAt is not null),
            OldEnoughAt = receipt.Files.Max(static entry => entry.OldEnoughAt),
            Missing = receipt.Counts.Missing,
            Failed = receipt.Counts.Failed,
            Remaining = receipt.Counts.Remaining,
            BytesUploaded = receipt.Counts.BytesUploaded,
            BytesPresent = receipt.Counts.BytesPresent,
            Duration = receipt.FinishedAt - receipt.StartedAt,
        }, EventJson.Default.BatchSynced, dataref: ObjectUris.Of(store.Value.Bucket, key));
    }
}
