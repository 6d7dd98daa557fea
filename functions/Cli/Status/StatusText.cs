using Longshore.Core;
using Longshore.Core.Status.Report;

namespace Longshore.Cli.Status;

/// <summary>Writes the report for a terminal, on one screen. Control characters in names are escaped.</summary>
internal static class StatusText
{
    private const int Most = 10;

    public static void Write(StatusReport report, TextWriter output)
    {
        var several = report.Volumes.Length > 1;
        void Line(string text) => output.WriteLine(PlainText.Of(text));
        string Of(string? volume) => several ? $"  of {VolumeReport.NameForPeople(volume ?? "no name")}" : "";
        Line($"{report.Bucket}/{report.StatePrefix} since {Iso8601.Moment(report.Since)}: {report.State}");
        foreach (var sentence in report.Attention)
            Line($"  ! {sentence}");
        Line($"uploaded      {Units.Files(report.Throughput.Files)}, {Units.Bytes(report.Throughput.Bytes)}");
        foreach (var volume in report.Volumes)
        {
            if (several || volume.IsTrial)
                Line($"of            {volume.Title}");
            Line($"waiting       {Units.Files(volume.Backlog.Files)} known");
            if (volume.Forecast is { BytesFree: { } free, BytesTotal: { } total })
            {
                var full = volume.Forecast.SecondsToFull is { } left ? $", full in {Units.Minutes(left)}" : "";
                Line($"volume        {Units.Bytes(free)} free of {Units.Bytes(total)}{full}");
            }
        }

        Line($"dead letters  {report.DeadLetters.Waiting} waiting of {report.DeadLetters.Events}"
            + (report.DeadLetters.Waiting > 0 ? "; replay needs the settings of deadletter, and K_SINK" : ""));
        Line($"this month    {Units.Money(report.Cost.Requests)} {report.Cost.Currency} for requests, "
            + $"{Iso8601.Day(report.Cost.From)} to " + Iso8601.Day(report.At));
        if (report.Runs.Length == 0)
            Line("runs          none was recorded since then; look further back with --window, or at other records with "
                + "S3__StatePrefix, or run longshore ship");
        foreach (var run in report.Runs.Take(Most))
            Line($"run {Iso8601.Moment(run.StartedAt)}{(run.DryRun ? " (dry run)" : "")}  seen {run.Seen}, batched "
                + $"{run.Batched}, uploaded {run.Uploaded}, present {run.Present}, "
                + $"deferred {run.Deferred + run.DeferredBySync}, missing {run.Missing}, "
                + $"failed {run.Failed}, deleted {run.Deleted}, kept {run.Kept}{Of(run.Volume)}"
                + (run.Balances ? "" : $"  not balanced: {string.Join("; ", run.Problems)}")
                + string.Concat(run.Remarks.Select(remark => $"; {remark}")));
        foreach (var begun in report.Begun.Cleanups.Take(Most))
            Line($"begun     {Iso8601.Moment(begun.StartedAt)}  up to {Units.Files(begun.Files)}, no outcome "
                + $"yet  {begun.Key}{Of(begun.Volume)}");
        foreach (var file in report.Files.Files.Take(Most))
            Line($"{file.Outcome,-9} {file.Reason}  {file.Path}{Of(file.Volume)}");
        if (report.Files.Count - Math.Min(Most, report.Files.Files.Length) is > 0 and var more)
            Line($"          and {more} more; --json names up to {OpenFiles.MostFiles}, and their records name all");
        foreach (var letter in report.DeadLetters.Letters.Where(letter => letter.Replay is not null).Take(Most))
            Line($"dead      {letter.Type}  {letter.Replay}");
        foreach (var damaged in report.Damaged.Objects.Take(Most))
            Line($"damaged   {damaged.Key}  {damaged.Problem}");
    }
}
