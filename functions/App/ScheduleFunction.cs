using System.Threading.Channels;
using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Core;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Settings;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.App;

/// <summary>
/// Scans the volume and emits one <c>batch.ready</c> per batch, then replies <c>scan.completed</c>; near the deadline it replies a
/// <c>scan.requested</c> that goes on after a cursor. No correctness rests on it: what it misses, the next scan sees.
/// </summary>
[Function("schedule")]
public sealed class ScheduleFunction(
    Volume volume, BatchPlanner planner, BatchEmitter emitter, IEventSink sink, VolumeGauges gauges, ScanRecords records,
    IOptions<ScheduleOptions> options, IOptions<VolumeOptions> mount, IOptions<ReadinessOptions> readiness, IOptions<HostOptions> host, TimeProvider time, ILogger<ScheduleFunction> log)
{
    public const string Source = "/longshore/schedule";
    private const int MostHops = 8;

    /// <summary>So often within the deadline a batch goes out, full or not.</summary>
    private const int PlansPerDeadline = 10;

    [CloudEventTrigger(EventTypes.Ping, EventTypes.ScanRequested)]
    public async Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        var scan = EventFactory.NameOf(context.Event);
        var (started, tries, walked) = records.Begin(scan);
        if (walked is not null)
            return await EndAsync(scan, walked, data, context);
        var scope = ScanScope.Of(data, readiness.Value, volume.LeastMinAge);
        using var root = volume.Open();
        await ReportTrashAsync(data.DryRun == true ? [] : StaleTrash.Find(root, host.Value.Deadline * 2, time, log), [], "trash", context);

        // A dry run tells of no rates.
        var earlier = data.DryRun == true ? null : await gauges.EarlierAsync(started, cancellation);
        var tally = new ScanTally { Since = earlier is null ? Timestamp.Latest : Timestamp.From(earlier.StartedAt) };
        var (emitted, cut) = await ScanAsync(root, scope, tally, data.DryRun == true, context, cancellation);
        if (data.DryRun != true)
            await ReportTrashAsync([], [.. tally.HiddenBefore(Timestamp.From(time.GetUtcNow() - (host.Value.Deadline * 2)))], "hidden", context);
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
        var record = new ScanRecord
        {
            Schema = ScanRecord.CurrentSchema,
            VolumeName = mount.Value.Name,
            StartedAt = started,
            FinishedAt = time.GetUtcNow(),
            Event = context.Event.Id!,
            Tries = tries > 1 ? tries : null,
            Request = data,
            Result = completed,
            Whole = whole ? new WholeVolume(tally.SeenFiles, tally.SeenBytes) : null,
            Next = next,
        };
        records.Walked(scan, record);
        return await EndAsync(scan, record, data, context);
    }

    /// <summary>Writes the record and replies. Where this fails, a retry begins here: the batches are on their way.</summary>
    private async Task<CloudEvent?> EndAsync(string scan, ScanRecord record, ScanRequested data, FunctionContext context)
    {
        var completed = record.Result;
        await records.WriteAsync(scan, record, context.Abort);
        log.ScanCompleted(completed.Batches, completed.Files, completed.Bytes, completed.Deferred, completed.Ignored, completed.Unaddressable,
            completed.FailedBatches, (time.GetUtcNow() - record.StartedAt).TotalMilliseconds);
        var done = context.Reply(EventTypes.ScanCompleted, Source, scan, completed, EventJson.Default.ScanCompleted);
        if (record.Next is not null)
            await sink.EmitAsync(done, context.Abort);
        records.End(scan);
        return record.Next is not { } next ? done : context.Reply(EventTypes.ScanRequested, Source, $"{scan} {next}", data with { After = next }, EventJson.Default.ScanRequested, hops: context.Hops + 1);
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
            var cut = await Task.Run(() => planner.PlanAsync(root, scope, tally, channel.Writer, host.Value.Deadline / PlansPerDeadline, cancellation), CancellationToken.None);
            channel.Writer.Complete();
            return (await emitting, cut);
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
        await foreach (var _ in batches.ReadAllAsync())
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
        await sink.EmitAsync(context.Reply(EventTypes.TrashFound, Source, $"{EventFactory.NameOf(context.Event)} {what}",
            new TrashFound { Folders = [.. folders], Files = files.Count == 0 ? null : [.. files] }, EventJson.Default.TrashFound), context.Abort);
    }
}
