using System.Globalization;

namespace Longshore.App.Jobs;

/// <summary>
/// Counts the files that a job's batches deferred. The Job completes without them and nothing sends its event again, so the
/// sender has to know. Safe for parallel use.
/// </summary>
public sealed class DeferredFiles
{
    private readonly Lock sync = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int tooYoung;
    private int others;
    private Timestamp? oldEnoughAt;

    /// <summary>Counts a <c>batch.synced</c> once, however often it comes; ignores every other event.</summary>
    public void Add(CloudEvent e)
    {
        if (e.Type != EventTypes.BatchSynced)
            return;
        var synced = EventData.Read(e, EventJson.Default.BatchSynced);
        lock (sync)
        {
            if (!seen.Add(e.Id!))
                return;
            tooYoung += synced.TooYoung;
            others += synced.Deferred - synced.TooYoung;
            if (synced.OldEnoughAt is { } moment && !(oldEnoughAt >= moment))
                oldEnoughAt = moment;
        }
    }

    /// <summary>Says how many there are and when the event can be sent again. Silent if there are none.</summary>
    public void Tell(ILogger logger)
    {
        lock (sync)
        {
            if (tooYoung > 0)
                Log.JobDeferredYoung(logger, tooYoung, oldEnoughAt is { } moment ? WholeSecond(moment) : "their age allows it");
            if (others > 0)
                Log.JobDeferredOthers(logger, others);
        }
    }

    /// <summary>Rounded up to a second: by then every file is old enough.</summary>
    private static string WholeSecond(Timestamp moment) =>
        DateTimeOffset.FromUnixTimeSeconds((long)Math.Ceiling(moment.UnixNanoseconds / 1e9m))
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
