namespace Longshore.Volumes;

/// <summary>
/// The volume is absent, is not a directory, lacks its sentinel or cannot be read. Passing: the event is retried.
/// </summary>
/// <param name="message">Names the setting, the path, and what to do.</param>
/// <param name="inner">The operating system's error, where there is one.</param>
public sealed class VolumeUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
