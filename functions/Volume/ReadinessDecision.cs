namespace Longshore.Volumes;

/// <summary>Whether a file may be shipped.</summary>
public enum Readiness
{
    /// <summary>Not now: the next scan gives it again. This is not a failure.</summary>
    Deferred = 0,

    Ready,

    /// <summary>It is not on the volume.</summary>
    Missing,
}

/// <param name="Reason">One of <see cref="Reasons"/>; null if it is ready.</param>
public readonly record struct ReadinessVerdict(Readiness Readiness, string? Reason);

/// <summary>
/// Decides whether a file is ready to ship, by the first row that fits:
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
/// No process can set a ctime, so a ctime in the future means that the clocks of volume and pod disagree. Every writer can set an
/// mtime. A time that is less than a minute in the future is an ordinary error of a clock; the file is too young.
/// </summary>
public static class ReadinessDecision
{
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <param name="expectedSize">The bytes that the sender saw; null if the sender gave none.</param>
    /// <param name="expectedModified">The mtime that the sender saw; null if the sender gave none.</param>
    /// <param name="now">By the pod's clock.</param>
    /// <param name="minAge">For how long a file must not have been changed.</param>
    /// <param name="writer">By a read lease.</param>
    public static ReadinessVerdict Decide(
        FileStat stat, long? expectedSize, Timestamp? expectedModified, Timestamp now, TimeSpan minAge, WriterState writer)
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

    /// <summary>When a file that is <see cref="Reasons.TooYoung"/> will be old enough, if it is not written to.</summary>
    public static Timestamp OldEnoughAt(FileStat stat, TimeSpan minAge)
    {
        var print = stat.Fingerprint;
        return (print.Changed > print.Modified ? print.Changed : print.Modified) + minAge;
    }
}
