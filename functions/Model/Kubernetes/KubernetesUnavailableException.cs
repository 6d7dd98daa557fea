namespace Longshore.Model.Kubernetes;

/// <summary>
/// The API server gave no answer, or not the one that was asked for. Temporary: the event is answered 503 and retried.
/// </summary>
/// <param name="message">Names what was asked, what came back, and what to do.</param>
/// <param name="inner">The error beneath, where there is one.</param>
public sealed class KubernetesUnavailableException(string message, Exception? inner = null) : RetryLaterException(message, inner);
