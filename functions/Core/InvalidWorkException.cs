namespace Longshore.Core;

/// <summary>
/// What was asked for is malformed and will never be done: a path outside the volume, a glob that cannot be read, an age too low.
/// </summary>
/// <param name="message">Names the member that is wrong and what it takes.</param>
/// <param name="inner">The error that told, where there is one.</param>
public sealed class InvalidWorkException(string message, Exception? inner = null) : Exception(message, inner);
