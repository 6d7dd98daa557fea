using System.Collections.ObjectModel;

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
    /// <param name="cutOff">Ends the wait for the sink when the time after SIGTERM is over.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(CloudEvent first, CancellationToken cutOff)
    {
        var e = first;
        while (true)
        {
            var outcome = gate.IsOpen
                ? await dispatcher.DispatchAsync(e, isDeadLetter: false, ReadOnlyDictionary<string, string>.Empty,
                    CancellationToken.None)
                : new(null, Failure.NotNow("The process is shutting down."));
            if (outcome.Failure is { Status: StatusCodes.Status400BadRequest })
                return ExitCodes.Refused;
            // A reply that was not begun before the shutdown goes to the sink. The first event does not: the job's sender still
            // has it, and JobSink starts no second job for an event with the same source and id.
            if (outcome.Failure is not null)
                return e == first || gate.IsOpen ? ExitCodes.Failed : await PostAsync(e, cutOff);
            if (outcome.Reply is not { } reply)
                return ExitCodes.Done;
            watch.Saw(reply);
            if (!gate.IsOpen || table.Find(reply.Type!) is null)
                return await PostAsync(reply, cutOff);
            Log.JobFollows(logger, reply.Type!, reply.Id!);
            e = reply;
        }
    }

    private async Task<int> PostAsync(CloudEvent e, CancellationToken cutOff) =>
        await results.PostAsync(e, cutOff) ? ExitCodes.Done : ExitCodes.Failed;
}
