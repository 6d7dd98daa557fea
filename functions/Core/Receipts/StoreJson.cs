using Longshore.Core.Ship;

namespace Longshore.Core.Receipts;

/// <summary>JSON of receipts and upload notes, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(UploadState))]
public sealed partial class StoreJson : JsonSerializerContext;
