namespace Longshore.Storage;

/// <summary>The store throttles, is down or refuses the credentials. Passing: the event is answered 503 and retried.</summary>
/// <param name="message">Names the setting, what was refused, and what to do.</param>
/// <param name="inner">The store's error, where there is one.</param>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
