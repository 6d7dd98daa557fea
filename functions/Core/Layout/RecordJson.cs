using System.Text.Json.Serialization.Metadata;

namespace Longshore.Core.Layout;

/// <summary>Reads records from the bucket. An object may hold any bytes; every error of the reader is one exception.</summary>
internal static class RecordJson
{
    /// <returns>Null if the JSON is null.</returns>
    /// <exception cref="JsonException">It is no such record.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (Exception e) when (e is OverflowException or NotSupportedException or FormatException or ArgumentException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <returns>Null if it is no such record, or empty.</returns>
    public static T? TryRead<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Read(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
