namespace Longshore.Sandbox.Knative;

/// <summary>A manifest that the sandbox cannot obey as written. The message names the file and the field.</summary>
internal sealed class ManifestException(string message, Exception? inner = null) : Exception(message, inner);
