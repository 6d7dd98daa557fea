using System.Text.Json;

namespace Longshore.FaultTests.Worlds;

/// <summary>Reads what Longshore has written without a line of Longshore.</summary>
internal static class Json
{
    public static JsonElement Of(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    public static int Int(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    public static string Text(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
