namespace Longshore.App.FailedJobs;

/// <summary>A Job that Kubernetes has given up.</summary>
/// <param name="Namespace">Namespace of the Job and its Secret.</param>
/// <param name="Name">Name of the Job, and of the Secret with its event.</param>
/// <param name="Uid">Unique among all Jobs, past ones included.</param>
/// <param name="JobSink">Name of the JobSink that made it.</param>
/// <param name="Reason">Kubernetes' reason, such as <c>BackoffLimitExceeded</c> or <c>DeadlineExceeded</c>.</param>
/// <param name="Message">Kubernetes' message; may be empty.</param>
/// <param name="FailedAt">When the Job failed; the Unix epoch if Kubernetes does not say.</param>
internal sealed record FailedJob(
    string Namespace, string Name, string Uid, string JobSink, string Reason, string Message, DateTimeOffset FailedAt);

/// <summary>The used members of a list of Jobs. Source: Kubernetes API reference, batch/v1 JobList.</summary>
internal sealed record JobList(ListMeta? Metadata, Job[]? Items);

/// <param name="Continue">Asks for the next page; empty on the last one.</param>
internal sealed record ListMeta(string? Continue);

public sealed record Job(JobMeta Metadata, JobStatus? Status);

public sealed record JobMeta(string Name, string Uid, Dictionary<string, string>? Labels);

public sealed record JobStatus(JobCondition[]? Conditions);

public sealed record JobCondition(
    string Type, string Status, string? Reason, string? Message, DateTimeOffset? LastTransitionTime);

/// <summary>The used members of a Secret. Source: Kubernetes API reference, v1 Secret.</summary>
/// <param name="Data">Values in Base64.</param>
public sealed record Secret(Dictionary<string, string>? Data);

/// <summary>The data of a letter for an event that cannot be read.</summary>
internal sealed record LostEvent(string Job, string Uid, string JobSink, string Reason, string Message, string Problem);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(LostEvent))]
internal sealed partial class JobsJson : JsonSerializerContext;
