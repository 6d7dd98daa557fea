namespace Longshore.Core;

/// <summary>The request is invalid: a path outside the volume, an unreadable glob, too low an age. Permanent.</summary>
/// <param name="message">Names the wrong member and what it takes.</param>
public sealed class InvalidWorkException(string message, Exception? inner = null) : Exception(message, inner);
