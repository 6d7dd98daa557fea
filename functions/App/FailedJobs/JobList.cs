namespace Longshore.App.FailedJobs;

/// <summary>What is read of a list of Jobs. Source: Kubernetes API reference, batch/v1 JobList.</summary>
internal sealed record JobList(ListMeta? Metadata, Job[]? Items);

/// <param name="Continue">Asks for the next page; empty on the last one.</param>
internal sealed record ListMeta(string? Continue);

public sealed record Job(JobMeta Metadata, JobStatus? Status);

public sealed record JobMeta(string Name, string Uid, Dictionary<string, string>? Labels);

public sealed record JobStatus(JobCondition[]? Conditions);

public sealed record JobCondition(
    string Type, string Status, string? Reason, string? Message, DateTimeOffset? LastTransitionTime);

/// <summary>What is read of a Secret. Source: Kubernetes API reference, v1 Secret.</summary>
/// <param name="Data">Values in Base64.</param>
public sealed record Secret(Dictionary<string, string>? Data);

/// <summary>The data of a letter that stands for an event which could not be read.</summary>
internal sealed record LostEvent(string Job, string Uid, string JobSink, string Reason, string Message, string Problem);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(LostEvent))]
internal sealed partial class JobsJson : JsonSerializerContext;
