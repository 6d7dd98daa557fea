using System.Globalization;

namespace Longshore.Ship.Display;

/// <summary>Numbers and progress in words.</summary>
internal static class ProgressText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>One line, such as <c>2,600 of 5,000 files, 33.8 MB of 65 MB, 8.2 MB/s, 4 s left, 12 deferred</c>.</summary>
    public static string Of(ShipSnapshot now)
    {
        if (now.Phase == ShipPhase.Looking)
            return "Looking at the directory";
        List<string> parts =
        [
            now.TotalFiles == 0 ? $"{Count(now.Files)} files" : $"{Count(now.Files)} of {Count(now.TotalFiles)} files",
            $"{Bytes(now.Bytes)} of {Bytes(now.TotalBytes)}",
            $"{Bytes(now.BytesPerSecond)}/s",
        ];
        if (now.Phase == ShipPhase.Stopping)
            return $"Stopping, again to stop at once: {string.Join(", ", parts[..2])}";
        if (now.Left is { } left && now.Fraction < 1)
            parts.Add($"{Duration(left)} left");
        if (now.Deleted > 0)
            parts.Add($"{Count(now.Deleted)} deleted");
        if (now.Deferred > 0)
            parts.Add($"{Count(now.Deferred)} deferred");
        if (now.Failed > 0)
            parts.Add($"{Count(now.Failed)} failed");
        return string.Join(", ", parts);
    }

    /// <summary>With thousands separators.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>In powers of 1,000, with three digits at least from KB on.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        // What would be rounded up to the next unit is written in it.
        for (; bytes >= 999.5 && unit < Units.Length - 1; unit++)
            bytes /= 1000;
        var format = unit == 0 || bytes >= 99.95 ? "0" : bytes >= 9.995 ? "0.#" : "0.##";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>Seconds up to two minutes, then minutes, then hours and minutes.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 9.95 } => $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s",
        { TotalMinutes: < 2 } => $"{span.TotalSeconds:F0} s",
        { TotalHours: < 2 } => $"{span.TotalMinutes:F0} min",
        { TotalDays: < 4 } => $"{(long)span.TotalHours} h {span.Minutes} min",
        _ => $"{span.TotalDays:F0} d",
    };
}
