namespace Longshore.App.FailedJobs;

/// <summary>A Job that Kubernetes has given up.</summary>
/// <param name="Namespace">Namespace of the Job and its Secret.</param>
/// <param name="Name">Name of the Job, and of the Secret with its event.</param>
/// <param name="Uid">Unique among all Jobs that ever were.</param>
/// <param name="JobSink">Name of the JobSink that made it.</param>
/// <param name="Reason">
/// Kubernetes' reason, such as <c>BackoffLimitExceeded</c>, <c>DeadlineExceeded</c>, <c>PodFailurePolicy</c>.
/// </param>
/// <param name="Message">Kubernetes' message; may be empty.</param>
/// <param name="FailedAt">When the Job failed; the Unix epoch if Kubernetes does not say.</param>
internal sealed record FailedJob(
    string Namespace, string Name, string Uid, string JobSink, string Reason, string Message, DateTimeOffset FailedAt);
