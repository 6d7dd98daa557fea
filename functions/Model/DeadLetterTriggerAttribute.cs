namespace Longshore.Model;

/// <summary>
/// Marks the method that handles dead letters: events of any type and any content, posted to <c>/deadletters</c>. Its signature
/// is <c>Task&lt;CloudEvent?&gt; RunAsync(ReadOnlyMemory&lt;byte&gt; data, FunctionContext context, CancellationToken
/// cancellation)</c>, where <c>data</c> is the event's data byte for byte (empty if it has none), whatever its content type says.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class DeadLetterTriggerAttribute : Attribute;
