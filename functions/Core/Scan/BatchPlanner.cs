using System.Threading.Channels;

namespace Longshore.Core.Scan;

/// <summary>Walks the volume once, decides on each file, and cuts the ready files into batches.</summary>
public sealed class BatchPlanner(
    Volume volume, KeyTemplate keys, StateKeys state, IOptions<ScheduleOptions> options, TimeProvider time,
    ILogger<BatchPlanner> log)
{
    /// <param name="batches">Takes the batches in order; a full channel holds the walk back.</param>
    /// <param name="patience">A batch that is not full is sent after this time, so that a slow walk makes progress.</param>
    /// <returns>
    /// Where a walk that was ended early goes on: every file up to that path is in a batch or is not shipped. Null if it reached
    /// the end.
    /// </returns>
    public async Task<string?> PlanAsync(VolumeRoot root, ScanScope scope, ScanTally tally, ChannelWriter<PlannedBatch> batches,
        TimeSpan patience, CancellationToken stop)
    {
        using var builder = new BatchBuilder(options.Value);
        var number = 0;
        var cursor = scope.After ?? "";
        var begun = time.GetTimestamp();
        foreach (var entry in scope.Entries(root))
        {
            if (stop.IsCancellationRequested)
                return cursor;
            var full = Count(entry, scope, tally) ? builder.Add(entry.Path, entry.Stat.Fingerprint) : null;
            if (full is null && builder.Count > 0 && time.GetElapsedTime(begun) > patience)
                full = builder.Take();
            if (full is not null)
            {
                await PlanAsync(full);
                cursor = full.Files[^1].Path;
                begun = time.GetTimestamp();
            }

            // A scan cannot go on after a folder or a name that is no text.
            if (builder.Count == 0 && entry.Problem is null)
                cursor = entry.Path;
        }

        if (builder.Count > 0)
            await PlanAsync(builder.Take());
        return null;

        async Task PlanAsync(PlannedBatch full)
        {
            var batch = full with { Number = number++, MinAge = scope.MinAge };
            tally.Planned(batch.Files.Length, batch.Bytes);
            await batches.WriteAsync(batch, CancellationToken.None);
        }
    }

    /// <summary>Counts an entry once; true if it is to be shipped.</summary>
    private bool Count(ScanEntry entry, ScanScope scope, ScanTally tally)
    {
        switch (entry.Kind)
        {
            case ScanEntryKind.File:
                break;
            case ScanEntryKind.Unaddressable:
                NotAddressable(entry.Path, tally);
                return false;
            case ScanEntryKind.Excluded:
                tally.Ignore();
                return false;
            case ScanEntryKind.Failed:
                tally.CannotRead(entry.Path, entry.Problem ?? "");
                log.PathUnreadable(entry.Path, entry.Problem ?? "");
                return false;
            case ScanEntryKind.Hidden:
                tally.Hide(entry.Path, entry.Stat.Fingerprint);
                return false;
            default:
                tally.NotRegular();
                return false;
        }

        var file = entry.Stat.Fingerprint;
        tally.See(file);
        var key = keys.KeyOf(entry.Path, file.Modified);
        if (scope.Skips(entry.Path))
            tally.Ignore();
        else if (volume.IsReserved(entry.Path) || state.IsReserved(key))
            tally.Reserve(entry.Path);
        else if (KeyTemplate.Fits(key))
            return IsReady(entry, scope, tally);
        else
            NotAddressable(entry.Path, tally);
        return false;
    }

    private void NotAddressable(string path, ScanTally tally)
    {
        tally.NotAddressable(path);
        log.PathUnaddressable(path);
    }

    private bool IsReady(ScanEntry entry, ScanScope scope, ScanTally tally)
    {
        var stat = entry.Stat;
        var decision =
            ReadinessDecision.Decide(stat, null, null, Timestamp.From(time.GetUtcNow()), scope.MinAge, WriterState.Unknown);
        if (decision.Readiness == Readiness.Ready)
            tally.Wait(stat.Fingerprint);
        else
            tally.Defer(entry.Path, stat.Fingerprint, decision.Reason!);
        return decision.Readiness == Readiness.Ready;
    }
}
