namespace Longshore.Sandbox.Knative;

/// <summary>An HTTP message that was meant as a CloudEvent and is none; the message says what is wrong.</summary>
internal sealed class WireEventException(string message, Exception? inner = null) : Exception(message, inner);
