using Longshore.Cleanup;
using Longshore.Files;

namespace Longshore.Ship;

/// <summary>What a run came to, and the exit code that says so.</summary>
internal static class ShipDecision
{
    public const int Shipped = 0;
    public const int Failed = 1;

    /// <summary>3 is a refused event or letter in the other verbs.</summary>
    public const int Left = 4;

    /// <summary>Kept although nothing is wrong: a setting says so.</summary>
    public const string ByDryRun = "cleanup-dry-run";

    /// <summary>
    /// The first row that fits:
    /// <code>
    /// stopped  failed, unhandled, unreadable,  kept for another       deferred for another reason  dry run  verdict   exit
    ///          not balanced, nothing done with reason than below      than its age, unaddressable,
    ///                                                                 reserved, kept as changed
    /// yes      -                               -                      -                            -        Stopped   128 + signal
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
            || kept.Any(reason => !IsBySetting(reason) && !IsByChange(reason)))
            return (ShipVerdict.Failed, Failed);
        if (report.DryRun)
            return (ShipVerdict.DryRun, Shipped);
        return report.Found.Unaddressable + report.Found.Reserved > 0 || kept.Any(IsByChange)
            || report.Deferred.Any(each => each.Value > 0 && each.Key is not (Reasons.TooYoung or Reasons.NotARegularFile))
            ? (ShipVerdict.Left, Left)
            : (ShipVerdict.Shipped, Shipped);
    }

    private static bool IsBySetting(string reason) => reason is DeleteDecision.TooYoung or ByDryRun;

    private static bool IsByChange(string reason) => reason is DeleteDecision.Changed or DeleteDecision.NotRegular;
}
