using System.Text.Json;
using System.Text.Json.Serialization;
using Longshore.Core.Scan;

namespace Longshore.UnitTests.Model;

/// <summary>JSON of the data that the toy functions take.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ScanRequested))]
[JsonSerializable(typeof(ToyFiles))]
internal sealed partial class ToyJson : JsonSerializerContext;
