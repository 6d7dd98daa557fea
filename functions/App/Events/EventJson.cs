using Longshore.Core.Scan;

namespace Longshore.App.Events;

/// <summary>
/// JSON of every event's data, generated at build time. Unknown members are ignored, so that senders may add theirs, but for
/// <see cref="ScanRequested"/>.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ScanRequested))]
[JsonSerializable(typeof(ScanCompleted))]
[JsonSerializable(typeof(BatchReady))]
[JsonSerializable(typeof(BatchSynced))]
[JsonSerializable(typeof(BatchCleaned))]
[JsonSerializable(typeof(TrashFound))]
[JsonSerializable(typeof(FailedJobsPing))]
public sealed partial class EventJson : JsonSerializerContext;
