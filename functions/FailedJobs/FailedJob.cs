namespace Longshore.FailedJobs;

/// <summary>A Job that Kubernetes has given up.</summary>
/// <param name="Namespace">Of the Job and of the Secret with its event.</param>
/// <param name="Name">Of the Job and of its Secret: a JobSink gives both the same.</param>
/// <param name="Uid">Unique among all Jobs that ever were.</param>
/// <param name="JobSink">Name of the JobSink that made it.</param>
/// <param name="Reason">Kubernetes' word: <c>BackoffLimitExceeded</c>, <c>DeadlineExceeded</c>, <c>PodFailurePolicy</c>.</param>
/// <param name="Message">Kubernetes' sentence about it.</param>
/// <param name="FailedAt">When Kubernetes gave it up.</param>
internal sealed record FailedJob(
    string Namespace, string Name, string Uid, string JobSink, string Reason, string Message, DateTimeOffset FailedAt);
