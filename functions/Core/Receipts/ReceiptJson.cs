namespace Longshore.Core.Receipts;

/// <summary>JSON of receipts, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Receipt))]
public sealed partial class ReceiptJson : JsonSerializerContext;
