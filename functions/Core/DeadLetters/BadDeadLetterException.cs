namespace Longshore.Core.DeadLetters;

/// <summary>An object among the dead letters cannot be read as one; nothing of it is believed.</summary>
/// <param name="message">Names its key and what is wrong.</param>
/// <param name="inner">The error that told, where there is one.</param>
public sealed class BadDeadLetterException(string message, Exception? inner = null) : Exception(message, inner);
