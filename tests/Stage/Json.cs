using System.Text.Json;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Stage;

/// <summary>Reads what Longshore has written without a line of Longshore.</summary>
internal static class Json
{
    public static JsonElement Of(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    /// <summary>A record, compressed or not.</summary>
    public static JsonElement Of(StoredObject stored) => Of(Gzip.Plain(stored.Key, stored.Body.ToArray()));

    public static int Int(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    public static string Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
