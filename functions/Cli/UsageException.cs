namespace Longshore.Cli;

/// <summary>The arguments of a verb are wrong: exit code <see cref="FunctionHost.Misused"/>.</summary>
/// <param name="message">Names the argument, and what it takes.</param>
public sealed class UsageException(string message) : Exception(message);
