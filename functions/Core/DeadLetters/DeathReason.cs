using System.Text.Unicode;

namespace Longshore.Core.DeadLetters;

/// <summary>Why an event died, in words, from the answer of the last address.</summary>
public static class DeathReason
{
    private const int Longest = 500;

    /// <summary>
    /// The <c>detail</c> of problem details (RFC 9457), else the text of the answer, at most 500 characters on one line. Other
    /// data is given as it is.
    /// </summary>
    /// <param name="errorData">Knative's <c>knativeerrordata</c>; null if there was no answer.</param>
    public static string? Of(string? errorData)
    {
        if (string.IsNullOrEmpty(errorData))
            return null;
        var text = Decode(errorData) ?? errorData;
        return Printable.OneLine(Detail(text) ?? text, Longest);
    }

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            return null;
        // Knative cuts the answer, perhaps in the middle of a character.
        for (var cut = 0; cut < 4 && cut < length; cut++)
        {
            if (Utf8.IsValid(bytes.AsSpan(0, length - cut)))
                return Readable(Encoding.UTF8.GetString(bytes, 0, length - cut));
        }

        return null;
    }

    private static string? Readable(string text) => text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)) ? null : text;

    private static string? Detail(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String
                ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
