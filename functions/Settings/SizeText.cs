using System.Globalization;

namespace Longshore.Settings;

/// <summary>Sizes as a person writes them. KB, MB, GB and TB are powers of 1,000; KiB, MiB, GiB and TiB of 1,024.</summary>
public static class SizeText
{
    /// <summary>What such a text may be, for a message.</summary>
    public const string Takes = "a size such as 10MiB, 65MB or 1500000";

    private static readonly string[] Decimal = ["B", "KB", "MB", "GB", "TB"];
    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Reads <c>10MiB</c>, <c>1.5 GB</c> or a number of bytes, in any letter case.</summary>
    /// <returns>False if the text is no size, or is too large for a count of bytes.</returns>
    public static bool TryRead(string text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().TrimEnd("BKMGTPibkmgtp ");
        var unit = text[digits.Length..].Trim();
        if ((Factor(unit.Length == 0 ? "B" : unit, Decimal, 1000) ?? Factor(unit, Binary, 1024)) is not { } factor
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue / factor || number < 0)
            return false;
        bytes = (long)(number * factor);
        return true;
    }

    private static decimal? Factor(string unit, string[] units, int step) =>
        Array.FindIndex(units, one => one.Equals(unit, StringComparison.OrdinalIgnoreCase)) is >= 0 and var power
            ? (decimal)Math.Pow(step, power) : null;
}
