namespace Longshore.Model;

/// <summary>
/// Marks the method that handles events of these types, posted to <c>/</c>. Its signature is
/// <c>Task&lt;CloudEvent?&gt; RunAsync(TData data, FunctionContext context, CancellationToken cancellation)</c>, where
/// <c>TData</c> is in <c>EventJson</c>. What it returns is the reply; null is none. A class may have several such methods.
/// </summary>
/// <param name="types">
/// CloudEvents types, one or more, as in <c>EventTypes</c>; each is taken by one function of a process.
/// </param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CloudEventTriggerAttribute(params string[] types) : Attribute
{
    public string[] Types { get; } = types;
}
