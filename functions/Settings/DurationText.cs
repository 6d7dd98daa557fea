using System.Globalization;

namespace Longshore.Settings;

/// <summary>Durations that a person writes, in settings and options.</summary>
public static class DurationText
{
    /// <summary>What such a text may be, for a message.</summary>
    public const string Takes = "a duration such as 2m, 1h30m, 3d or PT2M";

    private static readonly (string Name, long Ticks)[] Units =
    [
        ("w", 7 * TimeSpan.TicksPerDay), ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>
    /// Reads <c>90s</c>, <c>2m</c>, <c>1h30m</c> and <c>3d</c>, the largest unit first, or ISO 8601 such as <c>PT2M</c>.
    /// Units are small letters: in <c>6M</c> a person may mean months.
    /// </summary>
    /// <returns>False if the text is neither, or is beyond the range of <see cref="TimeSpan"/>.</returns>
    public static bool TryRead(string? text, out TimeSpan span)
    {
        if (Iso8601.TryDuration(text, out span))
            return true;
        if (Ticks(text ?? "") is not { } ticks || ticks >= TimeSpan.MaxValue.Ticks)
            return false;
        span = new TimeSpan((long)Math.Round(ticks));
        return true;
    }

    /// <summary>What a text that is refused should have been, for a message.</summary>
    public static string Wanted(string text) => Ticks(text) is null ? Takes : "a shorter duration";

    /// <summary>The duration as it may be written, such as <c>1h30m</c>; to the millisecond.</summary>
    public static string Of(TimeSpan span)
    {
        // The least duration has no positive counterpart.
        var (text, rest) = (span < TimeSpan.Zero ? "-" : "", (long)Int128.Min(Int128.Abs(span.Ticks), long.MaxValue));
        foreach (var (name, ticks) in Units[1..])
        {
            if (rest >= ticks)
                text += string.Create(CultureInfo.InvariantCulture, $"{rest / ticks}{name}");
            rest %= ticks;
        }

        return text.Length == 0 ? "0s" : text;
    }

    /// <returns>Null if the text is no such duration.</returns>
    private static double? Ticks(string text)
    {
        var (rest, ticks, next) = (text.TrimEnd(), 0.0, 0);
        do
        {
            var digits = rest.AsSpan().IndexOfAnyExceptInRange('.', '9');
            if (digits < 1 || !double.TryParse(
                rest.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            rest = rest[digits..].TrimStart();
            var letters = rest.AsSpan().IndexOfAnyInRange('0', '9') is >= 0 and var more ? more : rest.Length;
            var name = rest[..letters].TrimEnd();
            var unit = Array.FindIndex(Units, next, each => each.Name == name);
            if (unit < 0)
                return null;
            (rest, ticks, next) = (rest[letters..], ticks + (number * Units[unit].Ticks), unit + 1);
        }
        while (rest.Length > 0);

        return ticks;
    }
}
