using Longshore.Core.Scan;

namespace Longshore.App.Events;

/// <summary>
/// JSON of every event's data, generated at build time. Unknown members are ignored, except in <see cref="ScanRequested"/>.
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

/// <summary>The empty data of a ping that asks for failed Jobs.</summary>
public sealed record FailedJobsPing;
