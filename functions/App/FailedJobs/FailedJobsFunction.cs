using System.Runtime.ExceptionServices;

namespace Longshore.App.FailedJobs;

/// <summary>
/// Looks for failed Jobs of JobSinks and sends their events to the dead letters (<c>K_SINK</c>). A JobSink answers 202 as soon as
/// the Job exists and has no dead-letter sink of its own (knative/eventing#8779). Every look sees all failed Jobs: an event that
/// could not be sent is sent at the next look.
/// </summary>
[Function("failed-jobs")]
internal sealed class FailedJobsFunction(JobReader jobs, ReportedJobs reported, IEventSink sink, ILogger<FailedJobsFunction> log)
{
    [CloudEventTrigger(EventTypes.Ping)]
    public async Task<CloudEvent?> RunAsync(FailedJobsPing data, FunctionContext context, CancellationToken cancellation)
    {
        var failed = await jobs.ListFailedAsync(cancellation);
        reported.KeepOnly(failed.Select(static job => job.Uid));
        Exception? failure = null;
        foreach (var job in failed.Where(job => !reported.Has(job.Uid)))
        {
            try
            {
                await sink.EmitAsync(await DeathOfAsync(job, cancellation), cancellation);
                reported.Add(job.Uid);
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                // The other Jobs must still be sent. The next look tries this one again.
                log.JobNotTold(job.Name, error.Message);
                failure ??= error;
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return null;
    }

    private async Task<CloudEvent> DeathOfAsync(FailedJob job, CancellationToken cancellation)
    {
        var problem = $"There is no Secret {job.Name} with an event.";
        if (await jobs.EventOfAsync(job, cancellation) is { } json)
        {
            try
            {
                var e = JobDeath.Of(json, job);
                log.JobFailed(job.Name, job.Reason, e.Type!, e.Id!);
                return e;
            }
            catch (FormatException error)
            {
                problem = error.Message;
            }
        }

        log.JobEventLost(job.Name, job.Reason, problem);
        return JobDeath.Lost(job, problem);
    }
}
