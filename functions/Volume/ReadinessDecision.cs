namespace Longshore.Volumes;

/// <summary>Whether a file may be shipped.</summary>
public enum Readiness
{
    /// <summary>Not now; it comes back at the next scan. Not a failure.</summary>
    Deferred = 0,

    Ready,

    /// <summary>It is not on the volume.</summary>
    Missing,
}

/// <param name="Readiness">Whether it may be shipped.</param>
/// <param name="Reason">One of <see cref="Reasons"/>; null if it is ready.</param>
public readonly record struct ReadinessVerdict(Readiness Readiness, string? Reason);

/// <summary>
/// Decides whether a file is ready to ship. The first row that fits:
/// <code>
/// kind       as expected  ctime         mtime         younger of both  writer         verdict
/// missing    -            -             -             -                -              Missing   missing
/// other      -            -             -             -                -              Deferred  not-a-regular-file
/// regular    no           -             -             -                -              Deferred  changed-since-scan
/// regular    yes          > now + 1 min -             -                -              Deferred  clock-skew
/// regular    yes          else          > now + 1 min -                -              Deferred  modified-in-the-future
/// regular    yes          else          else          age &lt; minAge     -              Deferred  too-young
/// regular    yes          else          else          age >= minAge    open           Deferred  open-for-writing
/// regular    yes          else          else          age >= minAge    none, unknown  Ready
/// </code>
/// Nobody can set a ctime, so one in the future means that the clocks of volume and pod disagree; an mtime can be set by
/// anyone. A time less than a minute ahead is an ordinary clock's error and just too young.
/// </summary>
public static class ReadinessDecision
{
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <param name="stat">What stands on the volume.</param>
    /// <param name="expectedSize">Bytes when the sender saw it; null if it did not say.</param>
    /// <param name="expectedModified">mtime when the sender saw it; null if it did not say.</param>
    /// <param name="now">The pod's clock.</param>
    /// <param name="minAge">How long a file must have been left alone.</param>
    /// <param name="writer">What a read lease tells.</param>
    public static ReadinessVerdict Decide(
        FileStat stat,
        long? expectedSize,
        Timestamp? expectedModified,
        Timestamp now,
        TimeSpan minAge,
        WriterState writer)
    {
        if (stat.Kind == FileKind.Missing)
            return new ReadinessVerdict(Readiness.Missing, Reasons.Missing);

        var print = stat.Fingerprint;
        var reason = stat.Kind != FileKind.Regular ? Reasons.NotARegularFile
            : expectedSize is { } size && size != print.Size ? Reasons.ChangedSinceScan
            : expectedModified is { } modified && modified != print.Modified ? Reasons.ChangedSinceScan
            : print.Changed - now > ClockTolerance ? Reasons.ClockSkew
            : print.Modified - now > ClockTolerance ? Reasons.ModifiedInTheFuture
            : now - print.Changed < minAge || now - print.Modified < minAge ? Reasons.TooYoung
            : writer == WriterState.Open ? Reasons.OpenForWriting
            : null;
        return new ReadinessVerdict(reason is null ? Readiness.Ready : Readiness.Deferred, reason);
    }

    /// <summary>When a file that is <see cref="Reasons.TooYoung"/> will be old enough, if nobody writes to it before.</summary>
    public static Timestamp OldEnoughAt(FileStat stat, TimeSpan minAge)
    {
        var print = stat.Fingerprint;
        return (print.Changed > print.Modified ? print.Changed : print.Modified) + minAge;
    }
}
