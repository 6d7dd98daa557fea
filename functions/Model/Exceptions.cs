namespace Longshore.Model;

/// <summary>The event or its data is malformed. Permanent: the answer is 400, which Knative does not retry.</summary>
/// <param name="detail">A sentence that names what is wrong. It is sent back to the sender.</param>
/// <param name="inner">The error behind it, if there is one.</param>
public sealed class RejectedException(string detail, Exception? inner = null) : Exception(detail, inner);

/// <summary>The event cannot be handled now. Temporary: the answer is 503, which Knative retries.</summary>
/// <param name="message">A sentence that says what to look at. It is sent back to the sender.</param>
/// <param name="inner">The error behind it, if there is one.</param>
public class RetryLaterException(string message, Exception? inner = null) : Exception(message, inner);
