using System.Text.Json.Serialization.Metadata;

namespace Longshore.Core.Layout;

/// <summary>
/// Reads records from the bucket. Whoever can write one can write anything there: whatever makes JSON unreadable comes to the
/// same.
/// </summary>
public static class RecordJson
{
    /// <summary>Null where the JSON is.</summary>
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

    /// <summary>Null if it is no such record.</summary>
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
