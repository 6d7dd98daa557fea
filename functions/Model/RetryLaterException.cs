namespace Longshore.Model;

/// <summary>The event cannot be handled now and may be later: answered 503, which Knative retries.</summary>
/// <param name="message">A sentence that says what to look at. It is sent back to the sender.</param>
/// <param name="inner">The error that told, where there is one.</param>
public class RetryLaterException(string message, Exception? inner = null) : Exception(message, inner);
