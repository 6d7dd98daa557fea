namespace Longshore.Cli.Ship;

/// <summary>Whether every file of a run has one outcome, and one only.</summary>
internal static class ShipBalance
{
    /// <summary>Sentences about counts that do not add up.</summary>
    /// <param name="report">With all its counts.</param>
    /// <param name="stopped">Only then may files be without an outcome.</param>
    public static IEnumerable<string> Check(ShipReport report, bool stopped)
    {
        var settled = report.Shipped.Uploaded + report.Shipped.Present;
        if (report.NotShipped < 0)
            yield return $"{report.Found.Files} files were found and {-report.NotShipped} more have an outcome.";
        if (report.NotShipped > 0 && !stopped && !report.ScanCut)
            yield return $"{report.NotShipped} of {report.Found.Files} files have no outcome.";
        if (report.NotDeleted < 0)
            yield return $"{settled} files were shipped and {-report.NotDeleted} more were deleted, gone or kept.";
        if (report.NotDeleted > 0 && !stopped && report.Problems.Count == 0)
            yield return $"{report.NotDeleted} of {settled} shipped files were neither deleted nor kept for a reason.";
        if (report.Failed != report.FailedFor.Values.Sum())
            yield return $"{report.Failed} files failed, and there are reasons for {report.FailedFor.Values.Sum()}.";
        var deferred = report.Found.Deferred + report.DeferredLater;
        if (deferred != report.Deferred.Values.Sum())
            yield return $"{deferred} files were deferred, and there are reasons for {report.Deferred.Values.Sum()}.";
    }
}
