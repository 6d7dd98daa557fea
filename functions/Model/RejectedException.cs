namespace Longshore.Model;

/// <summary>The event or its data is malformed and will never be handled: answered 400, which Knative does not retry.</summary>
/// <param name="detail">A sentence that names what is wrong. It is sent back to the sender.</param>
/// <param name="inner">The error that told, where there is one.</param>
public sealed class RejectedException(string detail, Exception? inner = null) : Exception(detail, inner);
