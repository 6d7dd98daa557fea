using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml;

namespace Longshore.Settings;

/// <summary>Moments, and durations in the events, as text. Source: ISO 8601.</summary>
public static class Iso8601
{
    /// <summary>Reads a duration such as <c>PT2M</c> or <c>P7D</c>.</summary>
    /// <returns>False if the text is none, or is beyond the range of <see cref="TimeSpan"/>.</returns>
    public static bool TryDuration([NotNullWhen(true)] string? text, out TimeSpan span)
    {
        try
        {
            span = XmlConvert.ToTimeSpan(text ?? "");
            return true;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            span = default;
            return false;
        }
    }

    /// <summary>The moment in UTC to the second: <c>2026-11-22T10:00:00Z</c>.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The day in UTC: <c>2026-11-22</c>.</summary>
    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

public static class WebAddress
{
    private static readonly SearchValues<char> HostEnds = SearchValues.Create("/?# \t\r\n'\"");

    /// <summary>Reads an absolute http or https URL.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https";

    /// <summary>The text without the user and the password of each address in it. For messages.</summary>
    public static string WithoutUser(string text)
    {
        for (var from = 0; text.IndexOf("://", from, StringComparison.Ordinal) is >= 0 and var at; from = at + 3)
        {
            var end = text.AsSpan(at + 3).IndexOfAny(HostEnds);
            var host = end < 0 ? text[(at + 3)..] : text.Substring(at + 3, end);
            if (host.LastIndexOf('@') is >= 0 and var user)
                text = text.Remove(at + 3, user + 1);
        }

        return text;
    }
}
