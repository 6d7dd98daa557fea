namespace Longshore.Store;

/// <summary>The store did not do what was asked of it.</summary>
public abstract class StoreException(string message, Exception? inner) : Exception(message, inner);

/// <summary>
/// The store or its STS cannot serve: down, throttling past the retry budget, bucket or endpoint wrong, credentials refused.
/// Passing from the event's point of view: it is answered 503 and retried. Nothing has been deleted.
/// </summary>
/// <param name="message">Names the setting or the object, and what to do.</param>
/// <param name="inner">The error of the last request, where there is one.</param>
public class StoreUnavailableException(string message, Exception? inner = null) : StoreException(message, inner)
{
    /// <summary>
    /// The store's own code and words, where one request failed and others may fare better;
    /// null where credentials, bucket or endpoint are at fault.
    /// </summary>
    public string? Words { get; init; }
}

/// <summary>The store or STS refused who we are or what we asked for.</summary>
/// <param name="message">Names the setting and what to do.</param>
/// <param name="inner">The error of the request.</param>
public class StoreRefusedException(string message, Exception? inner = null) : StoreUnavailableException(message, inner);

/// <summary>There is nothing to sign with, now: the node's metadata service or STS may be late.</summary>
/// <param name="message">Says where credentials come from.</param>
/// <param name="inner">The SDK's error.</param>
public sealed class NoCredentialsException(string message, Exception inner) : StoreUnavailableException(message, inner);

/// <summary>An object of ours is larger than we ever write: somebody else put it there.</summary>
/// <param name="message">Names the object and both sizes.</param>
public sealed class ObjectTooLargeException(string message) : StoreRefusedException(message);
