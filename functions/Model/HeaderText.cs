using CloudNative.CloudEvents.Http;

namespace Longshore.Model;

/// <summary>Decodes the value of a header in binary mode. Source: CloudEvents 1.0.2, HTTP binding, section 3.1.3.2.</summary>
internal static class HeaderText
{
    /// <summary>
    /// The value without quotes and percent-encoding. Not every sender encodes percent signs: one that begins no code stays, as
    /// in <c>50%</c>. If the codes are not valid UTF-8, all percent signs stay.
    /// </summary>
    public static string Decode(string value)
    {
        try
        {
            return HttpUtilities.DecodeHeaderValue(Escape(value, static (text, at) =>
                at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2])));
        }
        catch (ArgumentException)
        {
            return HttpUtilities.DecodeHeaderValue(Escape(value, static (_, _) => false));
        }
    }

    /// <summary>Encodes each percent sign of which <paramref name="isCode"/> is false.</summary>
    private static string Escape(string text, Func<string, int, bool> isCode) => !text.Contains('%', StringComparison.Ordinal)
        ? text
        : string.Concat(text.Select((each, at) => each != '%' || isCode(text, at) ? each.ToString() : "%25"));
}
