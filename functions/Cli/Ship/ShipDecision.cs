using Longshore.Core.Clean;

namespace Longshore.Cli.Ship;

/// <summary>What a run came to, and the exit code that says so.</summary>
internal static class ShipDecision
{
    public const int Shipped = 0;
    public const int Failed = 1;

    /// <summary>3 is a refused event or letter in the other verbs.</summary>
    public const int Left = 4;

    /// <summary>Kept although nothing is wrong: a setting says so.</summary>
    public const string ByDryRun = Reasons.CleanupDryRun;

    /// <summary>
    /// The first row that fits:
    /// <code>
    /// stopped  failed, unhandled, unreadable,  kept as nothing may    deferred for another reason  dry run  verdict   exit
    ///          not balanced, nothing done with be kept, see OfKept    than its age, unaddressable,
    ///                                                                 reserved, kept as left
    /// yes      -                               -                      -                            -        Stopped   128 + n
    /// no       yes                             -                      -                            -        Failed    1
    /// no       no                              yes                    -                            -        Failed    1
    /// no       no                              no                     -                            yes      DryRun    0
    /// no       no                              no                     yes                          no       Left      4
    /// no       no                              no                     no                           no       Shipped   0
    /// </code>
    /// A file that is too young, ignored or no regular file is left in every ordinary run, and says nothing of this one.
    /// </summary>
    /// <param name="report">All but outcome and exit code.</param>
    /// <param name="signal">The number of the signal that stopped the run, or 0.</param>
    public static (ShipVerdict Verdict, int Exit) Decide(ShipReport report, int signal)
    {
        if (signal != 0)
            return (ShipVerdict.Stopped, 128 + signal);
        var kept = report.Kept.Where(each => each.Value > 0).Select(each => each.Key).ToArray();
        if (report.Failed + report.NotHandled + report.NotShipped + report.NotDeleted + report.Found.Unreadable > 0
            || report.ScanCut || report.Imbalances.Count > 0 || report.Problems.Count > 0
            || kept.Any(reason => OfKept(reason) == ShipVerdict.Failed))
            return (ShipVerdict.Failed, Failed);
        if (report.DryRun)
            return (ShipVerdict.DryRun, Shipped);
        return report.Found.Unaddressable + report.Found.Reserved > 0 || kept.Any(reason => OfKept(reason) == ShipVerdict.Left)
            || report.Deferred.Any(each => each.Value > 0 && each.Key is not (Reasons.TooYoung or Reasons.NotARegularFile))
            ? (ShipVerdict.Left, Left)
            : (ShipVerdict.Shipped, Shipped);
    }

    /// <summary>
    /// What a shipped file that is not deleted makes of a run:
    /// <code>
    /// a setting keeps it                                            Shipped
    /// it changed, it is in use, a rule leaves it alone, or it       Left
    /// cannot be compared: nothing failed, and a person may look
    /// the volume or the store refused, and every reason that is     Failed
    /// not known here
    /// </code>
    /// </summary>
    internal static ShipVerdict OfKept(string reason) => reason switch
    {
        Reasons.KeepFor or ByDryRun => ShipVerdict.Shipped,
        Reasons.Changed or Reasons.NotARegularFile or Reasons.ChangedSinceReceipt or Reasons.ChangedWhileDeleting
            or Reasons.BytesDiffer or Reasons.InodeChanged
            or Reasons.OpenForWriting or Reasons.Excluded or Reasons.Reserved or Reasons.TooLargeToReread or Reasons.NoChecksum
            or Reasons.OutOfTime => ShipVerdict.Left,
        _ => ShipVerdict.Failed,
    };
}
