namespace Longshore.App.Jobs;

/// <summary>
/// Counts the files that a job's batches deferred. The Job completes without them and nothing sends its event again: the log
/// tells the sender. Safe for parallel use.
/// </summary>
public sealed class DeferredFiles
{
    private readonly Lock _sync = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _tooYoung;
    private int _others;
    private Timestamp? _oldEnoughAt;

    /// <summary>Counts each <c>batch.synced</c> once, even if it comes twice; ignores every other event.</summary>
    public void Add(CloudEvent e)
    {
        if (e.Type != EventTypes.BatchSynced)
            return;
        var synced = EventData.Read(e, EventJson.Default.BatchSynced);
        lock (_sync)
        {
            if (!_seen.Add(e.Id!))
                return;
            _tooYoung += synced.TooYoung;
            _others += synced.Deferred - synced.TooYoung;
            if (synced.OldEnoughAt is { } moment && !(_oldEnoughAt >= moment))
                _oldEnoughAt = moment;
        }
    }

    /// <summary>Logs how many there are and when to send the event again; nothing if there are none.</summary>
    public void Tell(ILogger logger)
    {
        lock (_sync)
        {
            if (_tooYoung > 0)
                Log.JobDeferredYoung(logger, _tooYoung, _oldEnoughAt is { } moment ? WholeSecond(moment) : "their age allows it");
            if (_others > 0)
                Log.JobDeferredOthers(logger, _others);
        }
    }

    /// <summary>Rounded up to a second: every file is old enough then.</summary>
    private static string WholeSecond(Timestamp moment) =>
        Iso8601.Moment(DateTimeOffset.FromUnixTimeSeconds((long)Math.Ceiling(moment.UnixNanoseconds / 1e9m)));
}
