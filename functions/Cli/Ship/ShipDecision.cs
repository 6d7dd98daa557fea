using System.Text.Json.Serialization;
using Longshore.Core.Clean;

namespace Longshore.Cli.Ship;

/// <summary>How a run ended. Zero is <em>failed</em>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShipVerdict>))]
internal enum ShipVerdict
{
    /// <summary>Something could not be shipped or deleted, or the counts do not add up.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 0,

    /// <summary>The only files left are too young, ignored by a rule, kept by a setting, or not regular.</summary>
    [JsonStringEnumMemberName("shipped")]
    Shipped,

    /// <summary>A file is left for another reason: it changed, it is open, its name cannot be a key.</summary>
    [JsonStringEnumMemberName("left")]
    Left,

    [JsonStringEnumMemberName("stopped")]
    Stopped,

    [JsonStringEnumMemberName("dry-run")]
    DryRun,
}

internal static class ShipDecision
{
    /// <summary>
    /// The first row that fits:
    /// <code>
    /// stopped  failed, unhandled, unrecorded,  kept for a reason      deferred for another reason  dry run  verdict   exit
    ///          unreadable, not balanced, or     that OfKept rates as   than its age, unaddressable,
    ///          outcome                         Failed                 reserved, or kept and Left
    /// yes      -                               -                      -                            -        Stopped   128 + n
    /// no       yes                             -                      -                            -        Failed    1
    /// no       no                              yes                    -                            -        Failed    1
    /// no       no                              no                     -                            yes      DryRun    0
    /// no       no                              no                     yes                          no       Left      4
    /// no       no                              no                     no                           no       Shipped   0
    /// </code>
    /// Every ordinary run leaves files that are too young, ignored or not regular: they do not count here.
    /// </summary>
    /// <param name="report">Complete except for outcome and exit code.</param>
    /// <param name="signal">The number of the signal that stopped the run, or 0.</param>
    public static (ShipVerdict Verdict, int Exit) Decide(ShipReport report, int signal)
    {
        if (signal != 0)
            return (ShipVerdict.Stopped, ExitCodes.Stopped(signal));
        var kept = report.Kept.Where(each => each.Value > 0).Select(each => each.Key).ToArray();
        if (report.Failed + report.NotHandled + report.NotRecorded + report.NotShipped + report.NotDeleted
            + report.Found.Unreadable > 0
            || report.ScanCut || report.Imbalances.Count > 0 || report.Problems.Count > 0
            || kept.Any(reason => OfKept(reason) == ShipVerdict.Failed))
            return (ShipVerdict.Failed, ExitCodes.Failed);
        if (report.DryRun)
            return (ShipVerdict.DryRun, ExitCodes.Done);
        return report.Found.Unaddressable + report.Found.Reserved > 0 || kept.Any(reason => OfKept(reason) == ShipVerdict.Left)
            || report.Deferred.Any(each => each.Value > 0 && each.Key is not (Reasons.TooYoung or Reasons.NotARegularFile))
            ? (ShipVerdict.Left, ExitCodes.Left)
            : (ShipVerdict.Shipped, ExitCodes.Done);
    }

    /// <summary>
    /// The verdict on a run that shipped a file and did not delete it, by the reason:
    /// <code>
    /// a setting keeps it                                            Shipped
    /// it changed, it is in use, a rule keeps it, or it cannot       Left
    /// be compared: nothing failed
    /// the volume or the store refused, or the reason is unknown     Failed
    /// </code>
    /// </summary>
    internal static ShipVerdict OfKept(string reason) => reason switch
    {
        Reasons.KeepFor or Reasons.CleanupDryRun => ShipVerdict.Shipped,
        Reasons.Changed or Reasons.NotARegularFile or Reasons.ChangedSinceReceipt or Reasons.ChangedWhileDeleting
            or Reasons.BytesDiffer or Reasons.InodeChanged
            or Reasons.OpenForWriting or Reasons.Excluded or Reasons.Reserved or Reasons.TooLargeToReread or Reasons.NoChecksum
            or Reasons.OutOfTime => ShipVerdict.Left,
        _ => ShipVerdict.Failed,
    };
}
