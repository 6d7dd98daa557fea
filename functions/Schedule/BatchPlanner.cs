using System.Threading.Channels;
using Longshore.Files;
using Longshore.Storage.Objects;
using Longshore.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.Schedule;

/// <summary>Walks the volume once, decides on each file, and cuts what is ready into batches.</summary>
internal sealed class BatchPlanner(
    KeyTemplate keys, StateKeys state, IOptions<ScheduleOptions> options, TimeProvider time, ILogger<BatchPlanner> log)
{
    /// <param name="batches">Takes the batches in order; a full channel holds the walk back.</param>
    /// <param name="stop">Ends the walk early.</param>
    /// <returns>The last path looked at if the walk was ended early, else null.</returns>
    public async Task<string?> PlanAsync(VolumeRoot root, ScanScope scope, ScanTally tally, ChannelWriter<PlannedBatch> batches, CancellationToken stop)
    {
        var builder = new BatchBuilder(options.Value);
        var number = 0;
        foreach (var entry in root.Scan(scope.Prefix, scope.After))
        {
            if (stop.IsCancellationRequested)
                return builder.Count == 0 ? entry.Path : "";
            if (!Count(entry, scope, tally) || builder.Add(entry.Path, entry.Stat.Fingerprint) is not { } full)
                continue;
            await batches.WriteAsync(new PlannedBatch(number++, full), CancellationToken.None).ConfigureAwait(false);
        }

        if (builder.Count > 0)
            await batches.WriteAsync(new PlannedBatch(number, builder.Take()), CancellationToken.None).ConfigureAwait(false);
        return null;
    }

    /// <summary>Counts an entry once; true if it is to be shipped.</summary>
    private bool Count(ScanEntry entry, ScanScope scope, ScanTally tally)
    {
        switch (entry.Kind)
        {
            case ScanEntryKind.File:
                break;
            case ScanEntryKind.Unaddressable:
                tally.NotAddressable();
                log.PathUnaddressable(entry.Path);
                return false;
            case ScanEntryKind.Failed:
                tally.CannotRead();
                log.PathUnreadable(entry.Path, entry.Problem ?? "");
                return false;
            default:
                tally.NotRegular();
                return false;
        }

        var file = entry.Stat.Fingerprint;
        var key = keys.KeyOf(entry.Path, file.Modified);
        if (scope.Skips(entry.Path))
            tally.Ignore();
        else if (state.IsReserved(key))
            tally.Reserve();
        else if (!KeyTemplate.Fits(key))
            tally.NotAddressable();
        else if (ReadinessDecision.Decide(entry.Stat, null, null, Timestamp.From(time.GetUtcNow()), scope.MinAge, WriterState.Unknown, ignored: false).Readiness == Readiness.Ready)
        {
            tally.Ready(file);
            return true;
        }
        else
            tally.Defer(file);

        return false;
    }
}
