namespace Longshore.Model;

/// <summary>
/// Marks the method that answers GET and HEAD of these paths. Its signature is <c>Task&lt;HttpGetAnswer&gt;
/// GetAsync(HttpGetRequest request, CancellationToken cancellation)</c>; it changes nothing anywhere. A class may have one beside
/// its other triggers, or alone.
/// </summary>
/// <param name="paths">Absolute and without a query, such as <c>/status</c>; each is taken by one function of a process.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class HttpGetTriggerAttribute(params string[] paths) : Attribute
{
    public string[] Paths { get; } = paths;
}
