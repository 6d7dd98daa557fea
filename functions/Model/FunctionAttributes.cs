namespace Longshore.Model;

/// <summary>Marks a class as a function. It is hosted once <c>Program.cs</c> adds it and <c>FUNCTIONS</c> selects it.</summary>
/// <param name="name">Unique in the app: lower-case letters, digits and dashes, such as <c>cleanup</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>
/// Marks the method that handles events of these types, posted to <c>/</c>. Its signature is
/// <c>Task&lt;CloudEvent?&gt; RunAsync(TData data, FunctionContext context, CancellationToken cancellation)</c>, where
/// <c>TData</c> is in a <c>JsonSerializerContext</c>. It returns the reply, or null for none. A class may have several.
/// </summary>
/// <param name="types">One or more CloudEvents types. In a process, one function takes each of them.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CloudEventTriggerAttribute(params string[] types) : Attribute
{
    public string[] Types { get; } = types;
}

/// <summary>
/// Marks the method that handles dead letters: events of any type and any content, posted to <c>/deadletters</c>. Its signature
/// is <c>Task&lt;CloudEvent?&gt; RunAsync(ReadOnlyMemory&lt;byte&gt; data, FunctionContext context, CancellationToken
/// cancellation)</c>, where <c>data</c> is the event's data byte for byte (empty if it has none), of any content type.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class DeadLetterTriggerAttribute : Attribute;

/// <summary>
/// Marks the method that answers GET and HEAD of these paths. Its signature is <c>Task&lt;HttpGetAnswer&gt;
/// GetAsync(HttpGetRequest request, CancellationToken cancellation)</c>, and it must change nothing. A class may have one beside
/// its other triggers, or alone.
/// </summary>
/// <param name="paths">Absolute, with no query: <c>/status</c>. In a process, one function takes each of them.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class HttpGetTriggerAttribute(params string[] paths) : Attribute
{
    public string[] Paths { get; } = paths;
}
