namespace Longshore.Generators;

/// <summary>Full names of the types that the generator looks for.</summary>
internal static class Names
{
    public const string Function = "Longshore.Model.FunctionAttribute";
    public const string CloudEventTrigger = "Longshore.Model.CloudEventTriggerAttribute";
    public const string DeadLetterTrigger = "Longshore.Model.DeadLetterTriggerAttribute";
    public const string HttpGetTrigger = "Longshore.Model.HttpGetTriggerAttribute";
    public const string HttpGetRequest = "global::Longshore.Model.HttpGetRequest";
    public const string HttpGetReply = "global::System.Threading.Tasks.Task<global::Longshore.Model.HttpGetAnswer>";
    public const string FunctionContext = "global::Longshore.Model.FunctionContext";
    public const string FunctionsBuilder = "global::Longshore.Model.FunctionsBuilder";
    public const string JsonSerializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string Bytes = "global::System.ReadOnlyMemory<byte>";
    public const string Reply = "global::System.Threading.Tasks.Task<global::CloudNative.CloudEvents.CloudEvent>";
    public const string Cancellation = "global::System.Threading.CancellationToken";

    /// <summary>The name with <c>global::</c> and without nullability.</summary>
    public static string Full(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
