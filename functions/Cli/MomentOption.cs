using System.Xml;

namespace Longshore.Cli;

/// <summary>Reads an option that takes a moment, or how long ago it is.</summary>
internal static class MomentOption
{
    /// <returns>Null if the option is not given.</returns>
    /// <exception cref="UsageException">The value is neither.</exception>
    public static DateTimeOffset? Moment(this ParseResult parsed, Option<string?> option, DateTimeOffset now)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return moment;
        try
        {
            return now - XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new UsageException(
                $"{option.Name} holds '{text}'; it takes a moment such as 2026-11-22T10:00:00Z or how long ago it is, such as "
                + "P7D.");
        }
    }
}
