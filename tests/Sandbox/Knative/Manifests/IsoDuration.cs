using System.Xml;

namespace Longshore.Sandbox.Knative;

/// <summary>ISO 8601 durations as delivery specs have them.</summary>
internal static class IsoDuration
{
    /// <summary>Reads a duration of 0 or more. Years and months have no fixed length and are not durations here.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        var date = text.Split('T')[0];
        if (date.Contains('Y', StringComparison.Ordinal) || date.Contains('M', StringComparison.Ordinal))
            return false;
        try
        {
            value = XmlConvert.ToTimeSpan(text);
            return value >= TimeSpan.Zero;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
