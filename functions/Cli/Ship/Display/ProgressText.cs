using Longshore.Core;

namespace Longshore.Cli.Ship.Display;

/// <summary>Numbers and progress in words.</summary>
internal static class ProgressText
{
    /// <summary>
    /// One line, such as <c>2,600/5,000 files, 33.8/65 MB, 8.2 MB/s, 4 s left, 12 deferred</c>; what a narrow terminal may cut
    /// comes last.
    /// </summary>
    public static string Of(ShipSnapshot now)
    {
        if (now.Phase == ShipPhase.Looking)
            return "Looking at the directory";
        var files = $"{Count(now.Files)}/{Count(now.TotalFiles)} files";
        if (now.Phase == ShipPhase.Stopping)
            return $"Stopping (again: at once), {files}";
        List<string> parts = [files];
        if (now.Failed > 0)
            parts.Add($"{Count(now.Failed)} failed");
        parts.Add(Share(now.Bytes, now.TotalBytes));
        parts.Add($"{Bytes(now.BytesPerSecond)}/s");
        if (now.Left is { } left && now.Fraction < 1)
            parts.Add($"{Duration(left)} left");
        if (now.Deferred > 0)
            parts.Add($"{Count(now.Deferred)} deferred");
        if (now.Deleted > 0)
            parts.Add($"{Count(now.Deleted)} deleted");
        return string.Join(", ", parts);
    }

    public static string Count(long number) => Units.Count(number);

    public static string Bytes(double bytes) => Units.Bytes(bytes);

    /// <summary>The unit once where both have the same: <c>33.8/65 MB</c>.</summary>
    private static string Share(long bytes, long total)
    {
        var (part, whole) = (Bytes(bytes), Bytes(total));
        return part.Split(' ')[1] == whole.Split(' ')[1] ? $"{part.Split(' ')[0]}/{whole}" : $"{part}/{whole}";
    }

    public static string Duration(TimeSpan span) => Units.Duration(span);
}
