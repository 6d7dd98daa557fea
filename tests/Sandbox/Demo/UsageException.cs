namespace Longshore.Sandbox.Demo;

/// <summary>A command line or setting that cannot be obeyed; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
