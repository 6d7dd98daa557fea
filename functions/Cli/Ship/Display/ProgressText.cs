namespace Longshore.Cli.Ship.Display;

/// <summary>Numbers and progress in words.</summary>
internal static class ProgressText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

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

    /// <summary>The unit once where both have the same: <c>33.8/65 MB</c>.</summary>
    private static string Share(long bytes, long total)
    {
        var (part, whole) = (Bytes(bytes), Bytes(total));
        return part.Split(' ')[1] == whole.Split(' ')[1] ? $"{part.Split(' ')[0]}/{whole}" : $"{part}/{whole}";
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
