using System.Text.Json;
using System.Text.Json.Serialization;
using Longshore.Storage.Receipts;
using Longshore.Storage.Uploads;

namespace Longshore.Storage;

/// <summary>JSON of the objects that several functions share, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(UploadState))]
internal sealed partial class StoreJson : JsonSerializerContext;
