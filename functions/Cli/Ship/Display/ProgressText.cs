using Longshore.Core;

namespace Longshore.Cli.Ship.Display;

internal static class ProgressText
{
    /// <summary>
    /// One line, such as <c>2,600/5,000 files, 33.8/65 MB, 8.2 MB/s, 4 s left, 12 deferred</c>. A narrow terminal cuts its end.
    /// </summary>
    public static string Of(ShipSnapshot now)
    {
        if (now.Phase == ShipPhase.Asking)
            return "Waiting for credentials and for the store";
        if (now.Phase == ShipPhase.Looking)
            return "Looking at the directory";
        if (now.Phase == ShipPhase.Comparing)
            return "Comparing the directory with the bucket";
        var files = $"{Units.Count(now.Files)}/{Units.Files(now.TotalFiles)}";
        if (now.Phase == ShipPhase.Stopping)
            return "Stopping (signal again to stop at once)" + (now.TotalFiles == 0 ? "" : $", {files}");
        List<string> parts = [files];
        if (now.Failed > 0)
            parts.Add($"{Units.Count(now.Failed)} failed");
        parts.Add(Share(now.Bytes, now.TotalBytes));
        parts.Add(Units.PerSecond(now.BytesPerSecond));
        if (now.Left is { } left && now.Fraction < 1)
            parts.Add($"{Units.Duration(left)} left");
        if (now.Deferred > 0)
            parts.Add($"{Units.Count(now.Deferred)} deferred");
        if (now.Deleted > 0)
            parts.Add($"{Units.Count(now.Deleted)} deleted");
        return string.Join(", ", parts);
    }

    /// <summary>Both sizes; a common unit is written once: <c>33.8/65 MB</c>.</summary>
    private static string Share(long bytes, long total)
    {
        var (part, whole) = (Units.Bytes(bytes), Units.Bytes(total));
        return part.Split(' ')[1] == whole.Split(' ')[1] ? $"{part.Split(' ')[0]}/{whole}" : $"{part}/{whole}";
    }
}
