using System.Buffers.Text;
using System.Text.Json.Serialization.Metadata;
using Longshore.Model.Kubernetes;

namespace Longshore.App.FailedJobs;

/// <summary>
/// Reads the Jobs that a JobSink of this namespace made, and their events. Needs the permissions to list Jobs and to get Secrets.
/// Source: Knative Eventing, cmd/jobsink/main.go. A Job has the JobSink's name as a label, and a Secret of the Job's name holds
/// the event.
/// </summary>
internal sealed class JobReader(KubernetesApi api)
{
    private const string JobSinkLabel = "sinks.knative.dev/job-sink-name";
    private const string Selector = $"{JobSinkLabel},app.kubernetes.io/name=longshore";

    /// <summary>Jobs in a page. A Job takes about 8 KB.</summary>
    private const int PageSize = 100;

    /// <exception cref="KubernetesUnavailableException">The API gave no answer, or none that can be read.</exception>
    public async Task<IReadOnlyList<FailedJob>> ListFailedAsync(CancellationToken cancellation)
    {
        var ns = api.Namespace;
        var failed = new List<FailedJob>();
        var path = $"/apis/batch/v1/namespaces/{ns}/jobs?labelSelector={Uri.EscapeDataString(Selector)}&limit={PageSize}";
        for (var next = path; ;)
        {
            var body = await api.GetAsync(next, cancellation);
            var page = Read(next, body, JobsJson.Default.JobList);
            failed.AddRange((page?.Items ?? []).Select(job => Failed(ns, job)).OfType<FailedJob>());
            if (page?.Metadata?.Continue is not { Length: > 0 } more)
                return failed;
            next = $"{path}&continue={Uri.EscapeDataString(more)}";
        }
    }

    /// <summary>The event in the JSON event format.</summary>
    /// <returns>Null if there is no such Secret, or it holds no event.</returns>
    /// <exception cref="KubernetesUnavailableException">The API gave no answer, or none that can be read.</exception>
    public async Task<byte[]?> EventOfAsync(FailedJob job, CancellationToken cancellation)
    {
        var path = $"/api/v1/namespaces/{job.Namespace}/secrets/{job.Name}";
        var secret = Read(path, await api.GetAsync(path, cancellation), JobsJson.Default.Secret);
        return secret?.Data?.GetValueOrDefault("event") is { } base64 && Base64.IsValid(base64)
            ? Convert.FromBase64String(base64) : null;
    }

    private static FailedJob? Failed(string ns, Job job)
    {
        var condition = job.Status?.Conditions?.FirstOrDefault(static each => each is { Type: "Failed", Status: "True" });
        return condition is null ? null : new(
            ns, job.Metadata.Name, job.Metadata.Uid, job.Metadata.Labels?.GetValueOrDefault(JobSinkLabel) ?? "",
            condition.Reason ?? "Failed", condition.Message ?? "", condition.LastTransitionTime ?? DateTimeOffset.UnixEpoch);
    }

    private static T? Read<T>(string path, byte[]? body, JsonTypeInfo<T> json)
        where T : class
    {
        try
        {
            return body is null ? null : JsonSerializer.Deserialize(body, json);
        }
        catch (JsonException error)
        {
            throw new KubernetesUnavailableException(
                $"The Kubernetes API's answer to GET {path} cannot be read ({error.Message}).", error);
        }
    }
}
