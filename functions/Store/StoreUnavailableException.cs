namespace Longshore.Store;

/// <summary>The store did not do what was asked.</summary>
public abstract class StoreException(string message, Exception? inner) : Exception(message, inner);

/// <summary>
/// The store or its STS cannot serve: it is down, it throttles after all retries, or it refuses credentials, bucket or endpoint.
/// Not permanent: the event is answered with 503 and retried. Nothing has been deleted.
/// </summary>
/// <param name="message">Names the setting or the object, and what to do.</param>
/// <param name="inner">The error of the last request, if there is one.</param>
public class StoreUnavailableException(string message, Exception? inner = null) : StoreException(message, inner)
{
    /// <summary>The store's code and message; null if credentials, bucket or endpoint are at fault, not one request.</summary>
    public string? Words { get; init; }

    /// <summary>
    /// Whether the store has refused every write of this process, of several keys, for a reason that holds for all of them: to
    /// try again within seconds is useless.
    /// </summary>
    public bool IsHopeless { get; init; }
}

/// <summary>The store or STS refused the identity or the request.</summary>
/// <param name="message">Names the setting and what to do.</param>
/// <param name="inner">The error of the request.</param>
public class StoreRefusedException(string message, Exception? inner = null) : StoreUnavailableException(message, inner);

/// <summary>There are no credentials. A function is tried again: the node's metadata service or STS may be late.</summary>
/// <param name="message">Says where credentials can come from.</param>
/// <param name="inner">The SDK's error.</param>
public sealed class NoCredentialsException(string message, Exception inner) : StoreUnavailableException(message, inner)
{
    /// <summary>Whether a service that gives credentials failed; if not, a person has to change something.</summary>
    public bool IsTemporary { get; init; }
}

/// <summary>An object below the state prefix is larger than Longshore ever writes; another program put it there.</summary>
/// <param name="message">Names the object and both sizes.</param>
public sealed class ObjectTooLargeException(string message) : StoreRefusedException(message);
