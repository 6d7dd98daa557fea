using System.Globalization;
using System.Text.Json;

namespace Longshore.Sandbox.Knative;

/// <summary>An event's data in one short line.</summary>
internal static class DataSummary
{
    private const int LongestText = 40;

    /// <summary>Members with their values for a JSON object, lists as their length; otherwise the size.</summary>
    public static string Of(WireEvent summarized)
    {
        if (summarized.Data.IsEmpty)
            return "";
        try
        {
            using var document = JsonDocument.Parse(summarized.Data);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join(
                    ' ', document.RootElement.EnumerateObject().Select(static member => $"{member.Name}={Short(member.Value)}"))
                : Short(document.RootElement);
        }
        catch (JsonException)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{summarized.Data.Length} bytes of {summarized.DataContentType ?? "unknown type"}");
        }
    }

    private static string Short(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{value.GetArrayLength()}]",
        JsonValueKind.Object =>
            $"{{{string.Join(' ', value.EnumerateObject().Select(static member => $"{member.Name}={Short(member.Value)}"))}}}",
        JsonValueKind.String when value.GetString() is { Length: > LongestText } text =>
            string.Concat(text.AsSpan(0, LongestText), "…"),
        _ => value.ToString(),
    };
}
