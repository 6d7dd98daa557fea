namespace Longshore.Core;

/// <summary>Writes and reads numbers for people. For sizes see <see cref="SizeText"/>.</summary>
public static class Units
{
    private static readonly string[] Decimal = ["B", "KB", "MB", "GB", "TB", "PB"];
    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Three digits at most: <c>1.56 GB</c>, <c>18.1 KB</c>, <c>780 MB</c>.</summary>
    public static string Bytes(double bytes) => Scaled(bytes, 1000, Decimal);

    public static string BinaryBytes(double bytes) => Scaled(bytes, 1024, Binary);

    public static string PerSecond(double bytes) => Bytes(bytes) + "/s";

    /// <summary>A whole number with thousands separators.</summary>
    public static string Count(double number) => Math.Round(number).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>5,000 files</c>.</summary>
    public static string Files(long count) => count == 1 ? "1 file" : $"{Count(count)} files";

    /// <summary>As many digits as a small number needs: <c>200</c>, <c>1.4</c>, <c>0.02</c>.</summary>
    public static string Number(double number) => number >= 9.95
        ? Count(number)
        : number.ToString(number >= 0.095 || number == 0 ? "0.#" : "0.####", CultureInfo.InvariantCulture);

    public static string Money(decimal amount) =>
        amount.ToString(amount is > 0 and < 0.01m ? "0.0000" : "#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>The two largest units that are not zero, from ten days only days: <c>1 min 30 s</c>, <c>7 d 3 h</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span.TotalSeconds < 9.95)
            return $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
        var seconds = (long)Math.Round(span.TotalSeconds);
        var (number, unit, rest, smaller) = seconds switch
        {
            < 60 => (seconds, "s", 0, ""),
            < 3600 => (seconds / 60, "min", seconds % 60, "s"),
            < 2 * 86_400 => (seconds / 3600, "h", seconds % 3600 / 60, "min"),
            < 10 * 86_400 => (seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
            _ => (seconds / 86_400, "d", 0, ""),
        };
        return rest == 0 ? $"{number} {unit}" : $"{number} {unit} {rest} {smaller}";
    }

    /// <summary>Whole minutes, at least one: rates between scans are not more exact.</summary>
    public static string Minutes(double seconds) => Duration(TimeSpan.FromMinutes(Math.Max(1, Math.Round(seconds / 60))));

    /// <exception cref="InvalidWorkException">The text is no size.</exception>
    public static long ParseBytes(string name, string text) => SizeText.TryRead(text, out var bytes)
        ? bytes : throw new InvalidWorkException($"{name} holds '{text}'; it takes {SizeText.Takes}.");

    /// <exception cref="InvalidWorkException">
    /// No duration over zero (or zero, if allowed) up to <paramref name="most"/>.
    /// </exception>
    public static TimeSpan ParseDuration(string name, string text, TimeSpan most, bool zero = false) =>
        DurationText.TryRead(text, out var span) && span <= most && (span > TimeSpan.Zero || (zero && span == TimeSpan.Zero))
            ? span
            : throw new InvalidWorkException(
                $"{name} holds '{text}'; it takes {DurationText.Wanted(text)}, {(zero ? "zero" : "over zero")} to "
                + $"{DurationText.Of(most)}.");

    private static string Scaled(double bytes, int step, string[] units)
    {
        var index = 0;
        // A number that would be rounded up to the next unit uses that unit.
        for (; Math.Abs(bytes) >= step - 0.5 && index < units.Length - 1; index++)
            bytes /= step;
        var format = index == 0 || Math.Abs(bytes) >= 99.95 ? "0" : Math.Abs(bytes) >= 9.995 ? "0.#" : "0.##";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {units[index]}";
    }
}
