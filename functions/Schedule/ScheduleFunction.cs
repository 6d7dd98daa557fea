using System.Text.Json;
using System.Threading.Channels;
using CloudNative.CloudEvents;
using Longshore.Events;
using Longshore.Files;
using Longshore.Hosting;
using Longshore.Storage.Objects;
using Longshore.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.Schedule;

/// <summary>
/// Scans the volume and emits one <c>batch.ready</c> per batch, then replies <c>scan.completed</c>; near the deadline it replies a
/// <c>scan.requested</c> that goes on after a cursor. No correctness rests on it: what it misses, the next scan sees.
/// </summary>
[Function("schedule")]
internal sealed class ScheduleFunction(
    Volume volume, BatchPlanner planner, BatchEmitter emitter, IEventSink sink, VolumeGauges gauges, S3Store objects, StateKeys keys,
    IOptions<ScheduleOptions> options, IOptions<ReadinessOptions> readiness, IOptions<HostOptions> host, TimeProvider time, ILogger<ScheduleFunction> log)
{
    public const string Source = "/longshore/schedule";
    private const int MostHops = 8;

    /// <summary>So often within the deadline a batch goes out, full or not.</summary>
    private const int PlansPerDeadline = 10;

    [CloudEventTrigger(EventTypes.Ping, EventTypes.ScanRequested)]
    public async Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        var started = time.GetUtcNow();
        var scope = ScanScope.Of(data, readiness.Value);
        using var root = volume.Open();
        await ReportTrashAsync(data.DryRun == true ? [] : StaleTrash(root), [], "trash", context).ConfigureAwait(false);

        // A dry run tells of no rates.
        var earlier = data.DryRun == true ? null : await gauges.EarlierAsync(started, cancellation).ConfigureAwait(false);
        var tally = new ScanTally { Since = earlier is null ? Timestamp.Latest : Timestamp.From(earlier.StartedAt) };
        var (emitted, cut) = await ScanAsync(root, scope, tally, data.DryRun == true, context, cancellation).ConfigureAwait(false);
        if (data.DryRun != true)
            await ReportTrashAsync([], [.. tally.HiddenBefore(Timestamp.From(time.GetUtcNow() - (host.Value.Deadline * 2)))], "hidden", context).ConfigureAwait(false);
        var completed = tally.Completed(Timestamp.From(time.GetUtcNow()), root.Space()) with
        {
            Batches = emitted.Count(EmitResult.Taken),
            FailedBatches = emitted.Count(EmitResult.Refused),
            DryRun = data.DryRun == true,
        };
        var next = Next(cut, emitted, data.After);
        if (next is not null && next == (data.After ?? ""))
            throw new OperationCanceledException("The scan was cut before it got anywhere.", cancellation);
        if (context.Hops >= MostHops)
            next = null;

        var ended = cut is null && string.IsNullOrEmpty(data.Prefix) && data is { Include: null or { Length: 0 }, Exclude: null or { Length: 0 } };
        var whole = ended && string.IsNullOrEmpty(data.After);
        if (whole)
            VolumeGauges.Record(tally, root.Space(), earlier, started);
        ScanMetrics.Record(completed, tally, emitted, ended ? time.GetUtcNow() : null);
        await RecordAsync(started, data, completed, next, whole ? new WholeVolume(tally.SeenFiles, tally.SeenBytes) : null, context).ConfigureAwait(false);
        log.ScanCompleted(completed.Batches, completed.Files, completed.Bytes, completed.Deferred, completed.Ignored, completed.Unaddressable,
            completed.FailedBatches, (time.GetUtcNow() - started).TotalMilliseconds);
        var done = context.Reply(EventTypes.ScanCompleted, Source, $"{context.Event.Source} {context.Event.Id}", completed, EventJson.Default.ScanCompleted);
        if (next is null)
            return done;
        await sink.EmitAsync(done, context.Abort).ConfigureAwait(false);
        return context.Reply(EventTypes.ScanRequested, Source, $"{context.Event.Source} {context.Event.Id} {next}",
            data with { After = next }, EventJson.Default.ScanRequested, hops: context.Hops + 1);
    }

    private async Task<(EmittedBatches Emitted, string? Cut)> ScanAsync(
        VolumeRoot root, ScanScope scope, ScanTally tally, bool dryRun, FunctionContext context, CancellationToken cancellation)
    {
        var atOnce = options.Value.ParallelBatches;
        var channel = Channel.CreateBounded<PlannedBatch>(atOnce);
        var emitting = dryRun
            ? DrainAsync(channel.Reader)
            : emitter.EmitAsync(channel.Reader, atOnce, scope.MinAge, context, cancellation);
        try
        {
            // The walk blocks in system calls: it gets a thread of its own.
            var cut = await Task.Run(() => planner.PlanAsync(root, scope, tally, channel.Writer, host.Value.Deadline / PlansPerDeadline, cancellation), CancellationToken.None).ConfigureAwait(false);
            channel.Writer.Complete();
            return (await emitting.ConfigureAwait(false), cut);
        }
        finally
        {
            // A walk that failed must not leave the emitters waiting for more, nor at work when its event is answered.
            channel.Writer.TryComplete();
            await ((Task)emitting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<EmittedBatches> DrainAsync(ChannelReader<PlannedBatch> batches)
    {
        var emitted = new EmittedBatches();
        await foreach (var _ in batches.ReadAllAsync().ConfigureAwait(false))
        {
            // A dry run plans batches and sends none.
        }

        return emitted;
    }

    /// <summary>Where a cut scan goes on: after what is certainly on its way. Null if everything was seen and sent.</summary>
    private static string? Next(string? cut, EmittedBatches emitted, string? after)
    {
        if (emitted.Count(EmitResult.NotSent) > 0)
            return emitted.Cursor() ?? after ?? "";
        return cut;
    }

    private async Task ReportTrashAsync(IReadOnlyList<string> folders, IReadOnlyList<string> files, string what, FunctionContext context)
    {
        if (folders.Count + files.Count == 0)
            return;
        log.TrashFound(folders.Count, files.Count);
        await sink.EmitAsync(context.Reply(EventTypes.TrashFound, Source, $"{context.Event.Source} {context.Event.Id} {what}",
            new TrashFound { Folders = [.. folders], Files = files.Count == 0 ? null : [.. files] }, EventJson.Default.TrashFound), context.Abort).ConfigureAwait(false);
    }

    /// <summary>The scan needs no trash: what cannot be read of it is cleanup's to settle, and no reason to ship nothing.</summary>
    private IReadOnlyList<string> StaleTrash(VolumeRoot root)
    {
        try
        {
            return root.StaleTrash(host.Value.Deadline * 2, time);
        }
        catch (VolumeFileException e)
        {
            log.TrashUnreadable(e.Message);
            return [];
        }
    }

    private async Task RecordAsync(DateTimeOffset started, ScanRequested request, ScanCompleted result, string? next, WholeVolume? whole, FunctionContext context)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new ScanRecord
        {
            Schema = ScanRecord.CurrentSchema,
            StartedAt = started,
            FinishedAt = time.GetUtcNow(),
            Event = context.Event.Id!,
            Request = request,
            Result = result,
            Whole = whole,
            Next = next,
        }, ScanJson.Default.ScanRecord);
        await objects.PutAsync(keys.Scan(started, $"{context.Event.Source} {context.Event.Id}"), body, Sha256.Base64(body), null, context.Abort).ConfigureAwait(false);
    }
}
