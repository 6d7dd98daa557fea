namespace Longshore.Model.Jobs;

/// <summary>
/// Handles an event and then its replies. A reply that a hosted function takes is handled next, in this process; another reply
/// goes to the sink and is the last. There is a last one: only remainders have the type of their cause, and they shrink and count
/// hops.
/// </summary>
internal sealed class JobRunner(
    FunctionDispatcher dispatcher, FunctionTable table, EventGate gate, ResultPoster results, JobWatch watch,
    ILogger<JobRunner> logger)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <param name="cutOff">Ends the wait for the sink when the time after SIGTERM is over.</param>
    /// <returns>One of <see cref="JobExit"/>.</returns>
    public async Task<int> RunAsync(CloudEvent first, CancellationToken cutOff)
    {
        var e = first;
        while (true)
        {
            var outcome = gate.IsOpen
                ? await dispatcher.DispatchAsync(e, isDeadLetter: false, NoHeaders, CancellationToken.None)
                : new(null, Failure.NotNow("The process is shutting down."));
            if (outcome.Failure is { } failure)
                return await EndsAsync(e, e == first, failure, cutOff);
            if (outcome.Reply is not { } reply)
                return JobExit.Done;
            watch.Saw(reply);
            if (!gate.IsOpen || table.Find(reply.Type!) is null)
                return await PostAsync(reply, cutOff);
            Log.JobFollows(logger, reply.Type!, reply.Id!);
            e = reply;
        }
    }

    /// <summary>
    /// A reply that was not begun before the shutdown goes to the sink. The first event does not: the job's sender still has it,
    /// and JobSink starts no second job for an event with the same source and id.
    /// </summary>
    private async Task<int> EndsAsync(CloudEvent e, bool isFirst, Failure failure, CancellationToken cutOff)
    {
        if (failure.Status == StatusCodes.Status400BadRequest)
            return JobExit.Refused;
        return isFirst || gate.IsOpen ? JobExit.Failed : await PostAsync(e, cutOff);
    }

    private async Task<int> PostAsync(CloudEvent e, CancellationToken cutOff) =>
        await results.PostAsync(e, cutOff) ? JobExit.Done : JobExit.Failed;
}

/// <summary>
/// Exit codes of <c>longshore-functions job</c>, by which a Kubernetes Job decides what to do (<c>podFailurePolicy</c>). Wrong
/// settings or arguments are <see cref="FunctionHost.Misused"/>.
/// </summary>
internal static class JobExit
{
    /// <summary>The event was handled, or stopped with a remainder, and the sink took every result.</summary>
    public const int Done = 0;

    /// <summary>Not handled, or the sink did not take a result: run it again. Work that was done is not repeated.</summary>
    public const int Failed = 1;

    /// <summary>The event is malformed, or no function here takes it: to run it again cannot help.</summary>
    public const int Refused = 3;
}
