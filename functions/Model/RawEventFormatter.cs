using CloudNative.CloudEvents.SystemTextJson;

namespace Longshore.Model;

/// <summary>
/// Leaves the data of a binary-mode event as bytes whatever its content type says: an event may have died because its data
/// is not what it says it is, and must be kept all the same.
/// </summary>
internal sealed class RawEventFormatter : JsonEventFormatter
{
    public static readonly RawEventFormatter Instance = new();

    private RawEventFormatter()
        : base(new JsonSerializerOptions { TypeInfoResolver = EventDataJson.Default }, default)
    {
    }

    public override void DecodeBinaryModeEventData(ReadOnlyMemory<byte> body, CloudEvent cloudEvent) =>
        cloudEvent.Data = body.ToArray();
}
