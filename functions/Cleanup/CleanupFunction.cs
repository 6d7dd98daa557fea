using System.Text.Json;
using CloudNative.CloudEvents;
using Longshore.Events;
using Longshore.Files;
using Longshore.Hosting;
using Longshore.Storage;
using Longshore.Storage.Objects;
using Longshore.Storage.Receipts;
using Longshore.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.Cleanup;

/// <summary>
/// Deletes from the volume what S3 has proven to hold. It believes the receipt in S3, S3's listing of today and the file itself, and no
/// event: a forged one can at most make it look.
/// </summary>
[Function("cleanup")]
internal sealed class CleanupFunction(
    Volume volume, BatchCleaner cleaner, TrashKeeper trash, ReceiptStore receipts, S3Store objects, StateKeys keys, IEventSink sink,
    IOptions<S3Options> store, IOptions<CleanupOptions> options, IOptions<ReadinessOptions> readiness, TimeProvider time, ILogger<CleanupFunction> log)
{
    public const string Source = "/longshore/cleanup";
    private const int MostHops = 8;

    [CloudEventTrigger(EventTypes.BatchSynced)]
    public async Task<CloudEvent?> RunAsync(BatchSynced data, FunctionContext context, CancellationToken cancellation)
    {
        var started = time.GetUtcNow();
        var key = ReceiptKey(context.Event, data.Batch);
        using var scope = log.BatchScope(data.Batch);
        using var root = volume.Open();
        trash.Settle(root);
        var receipt = await ReadAsync(key, cancellation).ConfigureAwait(false);
        if (!options.Value.DryRun && !root.TryProbeWritable(out var problem))
            throw new VolumeUnavailableException(problem);

        var (cleaned, fault) = await cleaner.CleanAsync(root, receipt, cancellation, context.Abort).ConfigureAwait(false);
        var deleted = cleaned.Where(file => file.Verdict == DeleteVerdict.Delete).ToArray();
        var outcome = new CleanupOutcome
        {
            Schema = CleanupOutcome.CurrentSchema,
            Batch = receipt.Batch,
            Receipt = key,
            StartedAt = started,
            FinishedAt = time.GetUtcNow(),
            DryRun = options.Value.DryRun,
            Deleted = deleted.Length,
            BytesFreed = deleted.Sum(file => file.Entry.Size ?? 0),
            Gone = cleaned.Count(file => file.Verdict == DeleteVerdict.Gone),
            Kept = new SortedDictionary<string, string>(
                cleaned.Where(file => file.Verdict == DeleteVerdict.Keep).ToDictionary(file => file.Entry.Path, file => file.Reason), StringComparer.Ordinal),
            DirectoriesRemoved = RemoveEmpty(root, deleted),
        };
        if (fault is not null && deleted.Length == 0)
            throw fault;
        var number = await WriteAsync(outcome, context.Abort).ConfigureAwait(false);
        CleanupMetrics.Record(outcome);
        log.BatchCleaned(receipt.Batch, outcome.Deleted, outcome.Gone, outcome.Kept.Count, outcome.BytesFreed, (outcome.FinishedAt - started).TotalMilliseconds);
        if (fault is not null)
            throw fault;
        var done = Cleaned(context, outcome, number);
        if (Rest(context, data, cleaned, key) is not { } rest)
            return done;
        await sink.EmitAsync(done, context.Abort).ConfigureAwait(false);
        return rest;
    }

    [CloudEventTrigger(EventTypes.TrashFound)]
    public Task<CloudEvent?> SettleAsync(TrashFound data, FunctionContext context, CancellationToken cancellation)
    {
        using var root = volume.Open();
        trash.Settle(root);
        trash.Settle(root, data.Files ?? []);
        return Task.FromResult<CloudEvent?>(null);
    }

    /// <summary>The receipt's key from the event's dataref, which must lie in our bucket, in our receipts, and be of this batch.</summary>
    private string ReceiptKey(CloudEvent e, string batch)
    {
        var dataref = e[EventFactory.DataRef]?.ToString();
        if (!ObjectUris.TryRead(dataref, out var bucket, out var key))
            throw new BadEventException($"The extension attribute dataref is '{dataref}'; it must name the receipt as s3://bucket/key.");
        if (bucket != store.Value.Bucket || !keys.TryReadReceiptKey(key, out var theirs, out _))
        {
            throw new BadEventException($"The dataref '{dataref}' points outside s3://{store.Value.Bucket}/{keys.Root}receipts/; "
                + "check that sync and cleanup share S3__Bucket and S3__StatePrefix.");
        }

        return theirs == batch ? key : throw new BadEventException($"The dataref '{dataref}' is not a receipt of the batch '{batch}'.");
    }

    private async Task<Receipt> ReadAsync(string key, CancellationToken cancellation)
    {
        Receipt receipt;
        try
        {
            receipt = await receipts.ReadAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (BadReceiptException e)
        {
            throw new BadEventException(e.Message, e);
        }

        return receipt.Bucket == store.Value.Bucket
            ? receipt
            : throw new BadEventException($"The receipt {key} is of the bucket '{receipt.Bucket}', and S3__Bucket is '{store.Value.Bucket}'.");
    }

    private int RemoveEmpty(VolumeRoot root, CleanedFile[] deleted)
    {
        if (!options.Value.RemoveEmptyDirectories || options.Value.DryRun)
            return 0;
        var paths = deleted.Select(file => VolumePath.TryParse(file.Entry.Path, out var path, out _) ? path : default);
        return root.RemoveEmptyDirectories(paths, readiness.Value.MinAge, time);
    }

    /// <summary>
    /// Writes the outcome under the next number. Most batches are cleaned once; of one that is kept for long and delivered again and
    /// again the numbers taken are listed, not tried one by one.
    /// </summary>
    private async Task<int> WriteAsync(CleanupOutcome outcome, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(outcome, CleanupJson.Default.CleanupOutcome);
        var number = 1;
        while (!await objects.PutRecordAsync(keys.Cleanup(outcome.Batch, number), body, cancellation).ConfigureAwait(false))
            number = 1 + (number == 1 ? await LatestAsync(outcome.Batch, cancellation).ConfigureAwait(false) : number);
        return number;
    }

    private async Task<int> LatestAsync(string batch, CancellationToken cancellation)
    {
        var latest = 1;
        await foreach (var item in objects.ListAsync(keys.Cleanups(batch), "", cancellation).ConfigureAwait(false))
        {
            if (keys.TryReadCleanupNumber(item.Key, batch, out var number))
                latest = Math.Max(latest, number);
        }

        return latest;
    }

    /// <summary>The same event once more if time ran out before every file was looked at: the files deleted so far are gone by then.</summary>
    private static CloudEvent? Rest(FunctionContext context, BatchSynced data, CleanedFile[] cleaned, string key)
    {
        if (context.Hops >= MostHops || !cleaned.Any(file => file.Reason == BatchCleaner.NotStarted))
            return null;
        return context.Reply(EventTypes.BatchSynced, Source, $"{key}#{context.Hops + 1}", data, EventJson.Default.BatchSynced,
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
