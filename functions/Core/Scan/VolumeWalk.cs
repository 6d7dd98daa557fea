namespace Longshore.Core.Scan;

/// <summary>One walk over the volume: trash, batches, counts and gauges.</summary>
public sealed class VolumeWalk(
    Volume volume, BatchHandout handout, VolumeGauges gauges, IOptions<ReadinessOptions> readiness, WorkClock clock,
    ILogger<VolumeWalk> log)
{
    /// <param name="startedAt">When the scan first began.</param>
    /// <returns>The scan's record; not written yet.</returns>
    public async Task<ScanRecord> WalkAsync(ScanCall call, DateTimeOffset startedAt, int tries, WorkTokens tokens)
    {
        var request = call.Request;
        var dryRun = request.DryRun == true;
        var scope = ScanScope.Of(request, readiness.Value, volume.LeastMinAge) with { Paths = call.Paths };
        using var root = volume.Open();
        if (!dryRun)
            await TellAsync(call, new([.. StaleTrash.Find(root, clock.DeadAfter, clock.Time, log)], []), tokens.Abort);

        // A dry run records no rates.
        var earlier = dryRun ? null : await gauges.EarlierAsync(startedAt, tokens.Park);
        var tally = new ScanTally { Since = earlier is null ? Timestamp.Latest : Timestamp.From(earlier.StartedAt) };
        var (emitted, cut) = await handout.RunAsync(root, scope, tally, dryRun ? null : call.EmitAsync, tokens);
        if (!dryRun)
            await TellAsync(call, new([], [.. tally.HiddenBefore(Timestamp.From(clock.Now - clock.DeadAfter))]), tokens.Abort);
        var completed = tally.Completed(Timestamp.From(clock.Now), root.Space()) with
        {
            Batches = emitted.Count(EmitResult.Taken),
            FailedBatches = emitted.Count(EmitResult.Refused),
            DryRun = dryRun,
        };
        // A cut scan goes on after the last batch that was surely sent.
        var next = emitted.Count(EmitResult.NotSent) > 0 ? emitted.Cursor() ?? request.After ?? "" : cut;
        if (next is not null && next == (request.After ?? ""))
            throw new OperationCanceledException("The scan was cut before it made progress.", tokens.Park);

        var ended = cut is null && request.IsWholeVolume() && call.Paths is null;
        var whole = ended && string.IsNullOrEmpty(request.After);
        // Files that a dry run finds ready are not on their way.
        if (whole && !dryRun)
            VolumeGauges.Record(volume.Name, tally, root.Space(), earlier, startedAt);
        if (!dryRun)
            Record(completed, emitted, ended);
        return new ScanRecord
        {
            Schema = ScanRecord.CurrentSchema,
            VolumeName = volume.Name,
            StartedAt = startedAt,
            FinishedAt = clock.Now,
            Event = call.EventId,
            Tries = tries > 1 ? tries : null,
            Request = request,
            Result = completed,
            Whole = whole ? new WholeVolume(tally.SeenFiles, tally.SeenBytes) : null,
            Next = call.MayGoOn ? next : null,
        };
    }

    /// <summary>Records the metrics of the files that are not shipped. Sync counts those that are.</summary>
    private void Record(ScanCompleted scan, EmittedBatches emitted, bool ended)
    {
        Metrics.Scanned(scan.Batches, scan.FailedBatches);
        if (ended)
            Metrics.ScanEnded(volume.Name, clock.Now);
        var (files, bytes) = emitted.Planned();
        Metrics.Count("schedule", "planned", null, files, bytes);
        Metrics.Count("schedule", "ignored", null, scan.Ignored, 0);
        Metrics.Count("schedule", "reserved", null, scan.Reserved, 0);
        Metrics.Count("schedule", "unaddressable", null, scan.Unaddressable, 0);
        Metrics.Count("schedule", "special", null, scan.Special, 0);
        Metrics.Count("schedule", "unreadable", null, scan.Unreadable, 0);
        foreach (var (reason, deferred) in scan.DeferredFor)
            Metrics.Count("schedule", "deferred", reason, deferred, 0);
    }

    private async Task TellAsync(ScanCall call, FoundTrash trash, CancellationToken abort)
    {
        if (trash.Folders.Count + trash.Files.Count == 0)
            return;
        log.TrashFound(trash.Folders.Count, trash.Files.Count);
        await call.TellAsync(trash, abort);
    }
}
