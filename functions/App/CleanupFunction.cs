using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Core;
using Longshore.Core.Clean;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.App;

/// <summary>
/// Deletes from the volume what S3 has proven to hold. It believes the receipt in S3, S3's listing of today and the file itself, and no
/// event: a forged one can at most make it look.
/// </summary>
[Function("cleanup")]
public sealed class CleanupFunction(
    Volume volume, BatchCleaner cleaner, TrashKeeper trash, CleanupRecords records, BegunClosing closing, ReceiptStore receipts, ReceiptBelief belief, StateKeys keys, IEventSink sink,
    IOptions<S3Options> store, IOptions<VolumeOptions> mount, IOptions<CleanupOptions> options, IOptions<ReadinessOptions> readiness, TimeProvider time, ILogger<CleanupFunction> log)
{
    public const string Source = "/longshore/cleanup";
    private const int MostHops = 8;

    /// <summary>A finished batch waits at most this long for background work.</summary>
    private static readonly TimeSpan ClosingAfterwards = TimeSpan.FromSeconds(5);

    [CloudEventTrigger(EventTypes.BatchSynced)]
    public async Task<CloudEvent?> RunAsync(BatchSynced data, FunctionContext context, CancellationToken cancellation)
    {
        var started = time.GetUtcNow();
        var key = ReceiptKey(context.Event, data.Batch);
        using var scope = log.BatchScope(data.Batch);
        using var root = volume.Open();
        var reading = ReadAsync(key, cancellation);
        var died = trash.Settle(root);
        var problem = "";
        var isWritable = options.Value.DryRun || root.TryProbeWritable(out problem);
        var receipt = await reading;
        if (!isWritable)
            throw new VolumeUnavailableException(problem);
        if (died)
            await closing.CloseAsync(root, isDue: true, cancellation);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var closed = closing.CloseAsync(root, isDue: false, stop.Token);
        try
        {
            var reply = records.Unwritten(key) is { } left
                ? await EndAsync(left, context, data)
                : await CleanAsync(root, receipt, key, started, data, context, cancellation);
            stop.CancelAfter(ClosingAfterwards);
            await closed;
            return reply;
        }
        finally
        {
            await stop.CancelAsync();
            await closed;
        }
    }

    [CloudEventTrigger(EventTypes.TrashFound)]
    public async Task<CloudEvent?> SettleAsync(TrashFound data, FunctionContext context, CancellationToken cancellation)
    {
        using var root = volume.Open();
        trash.Settle(root);
        trash.Settle(root, data.Files ?? []);
        await closing.CloseAsync(root, isDue: true, cancellation);
        return null;
    }

    internal async Task<CloudEvent?> CleanAsync(
        VolumeRoot root, Receipt receipt, string key, DateTimeOffset started, BatchSynced data, FunctionContext context, CancellationToken cancellation)
    {
        var dryRun = options.Value.DryRun;
        var (believed, refused) = Believed(receipt);
        var (looked, fault) = await cleaner.LookAsync(root, believed, cancellation, context.Abort);
        looked = [.. looked, .. refused];
        if (fault is not null && !Array.Exists(looked, file => file.Verdict == DeleteVerdict.Delete))
            throw fault;

        // No begun record, no deletion: where this throws, every file is in place.
        var begun = BegunCleanup.Of(receipt, key, mount.Value.Name, $"{BatchCleaner.Process} {context.Event.Id}", started, dryRun, looked);
        var number = await records.BeginAsync(begun, context.Abort);
        var cleaned = await cleaner.DeleteAsync(root, receipt.Batch, looked, cancellation);
        var deleted = cleaned.Where(file => file.Verdict == DeleteVerdict.Delete).ToArray();
        var gone = cleaned.Where((file, index) => file.Verdict == DeleteVerdict.Gone && looked[index].Verdict == DeleteVerdict.Delete).Select(file => file.Entry.Path).ToArray();
        return await EndAsync(new UnwrittenCleanup(begun, number, fault, new CleanupOutcome
        {
            Schema = CleanupOutcome.CurrentSchema,
            Batch = receipt.Batch,
            VolumeName = mount.Value.Name,
            Receipt = key,
            StartedAt = started,
            FinishedAt = time.GetUtcNow(),
            DryRun = dryRun,
            Deleted = deleted.Length,
            BytesFreed = CleanupOutcome.Freed(deleted.Select(file => file.Entry.Size ?? 0)),
            Gone = cleaned.Count(file => file.Verdict == DeleteVerdict.Gone),
            GoneMeanwhile = gone.Length > 0 ? gone : null,
            Kept = CleanupOutcome.KeptOf(cleaned),
            DirectoriesRemoved = RemoveEmpty(root, deleted),
        }), context, data);
    }

    /// <summary>Writes what a cleanup came to and replies it.</summary>
    private async Task<CloudEvent?> EndAsync(UnwrittenCleanup done, FunctionContext context, BatchSynced data)
    {
        var (outcome, number, isFirst) = await records.EndAsync(done, context.Abort);
        if (isFirst)
            CleanupMetrics.Record(outcome);
        var took = (outcome.FinishedAt - outcome.StartedAt).TotalMilliseconds;
        log.BatchCleaned(
            outcome.Batch, outcome.Deleted, outcome.Gone, outcome.Kept.Count, outcome.BytesFreed, took, outcome.DryRun);
        if (done.Fault is not null)
            throw done.Fault;
        var reply = Cleaned(context, outcome, number);
        if (Rest(context, data, outcome) is not { } rest)
            return reply;
        await sink.EmitAsync(reply, context.Abort);
        return rest;
    }

    /// <summary>The receipt's key from the event's dataref, which must lie in our bucket, in our receipts, and be of this batch.</summary>
    private string ReceiptKey(CloudEvent e, string batch)
    {
        var dataref = e[EventFactory.DataRef]?.ToString();
        if (!ObjectUris.TryRead(dataref, out var bucket, out var key))
            throw new RejectedException($"The extension attribute dataref is '{dataref}'; it must name the receipt as s3://bucket/key.");
        if (bucket != store.Value.Bucket || !keys.TryReadReceiptKey(key, out var theirs, out _))
        {
            throw new RejectedException($"The dataref '{dataref}' points outside s3://{store.Value.Bucket}/{keys.Root}receipts/; "
                + "check that sync and cleanup share S3__Bucket and S3__StatePrefix.");
        }

        return theirs == batch ? key : throw new RejectedException($"The dataref '{dataref}' is not a receipt of the batch '{batch}'.");
    }

    private async Task<Receipt> ReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await receipts.ReadAsync(key, cancellation);
        }
        catch (BadReceiptException e)
        {
            throw new RejectedException(e.Message, e);
        }
    }

    /// <summary>The receipt without the files of which it is not believed, and those, which are kept: the next scan has them proven again.</summary>
    private (Receipt Believed, CleanedFile[] Refused) Believed(Receipt receipt)
    {
        var refused = belief.Refused(receipt);
        return refused.Count == 0 ? (receipt, []) : (
            receipt with { Files = [.. receipt.Files.Where(entry => !refused.ContainsKey(entry.Path))] },
            [.. receipt.Files.Where(entry => refused.ContainsKey(entry.Path)).Select(entry => new CleanedFile(entry, DeleteVerdict.Keep, refused[entry.Path]))]);
    }

    private int RemoveEmpty(VolumeRoot root, CleanedFile[] deleted)
    {
        if (!options.Value.RemoveEmptyDirectories || options.Value.DryRun)
            return 0;
        return root.RemoveEmptyDirectories(deleted.Select(file => file.Path), readiness.Value.MinAge, time);
    }

    /// <summary>The same event once more if time ran out before every file was looked at: the files deleted so far are gone by then.</summary>
    private static CloudEvent? Rest(FunctionContext context, BatchSynced data, CleanupOutcome outcome)
    {
        if (context.Hops >= MostHops || !outcome.Kept.ContainsValue(BatchCleaner.NotStarted))
            return null;
        return context.Reply(EventTypes.BatchSynced, Source, $"{outcome.Receipt}#{context.Hops + 1}", data, EventJson.Default.BatchSynced,
            dataref: context.Event[EventFactory.DataRef]!.ToString(), hops: context.Hops + 1);
    }

    private static CloudEvent Cleaned(FunctionContext context, CleanupOutcome outcome, int number) =>
        context.Reply(EventTypes.BatchCleaned, Source, $"{outcome.Receipt}#{number}", new BatchCleaned
        {
            Batch = outcome.Batch,
            Deleted = outcome.Deleted,
            BytesFreed = outcome.BytesFreed,
            Gone = outcome.Gone,
            Kept = outcome.Kept.Values.GroupBy(reason => reason).ToDictionary(group => group.Key, group => group.Count()),
            DryRun = outcome.DryRun,
            Duration = outcome.FinishedAt - outcome.StartedAt,
        }, EventJson.Default.BatchCleaned);
}
