using Longshore.Model.Jobs;

namespace Longshore.App.Jobs;

/// <summary><c>longshore-functions job</c>.</summary>
internal static class JobVerb
{
    public const string Help = """
        longshore-functions job [FILE]

        Handles the CloudEvent in FILE (JSON event format) with the functions that FUNCTIONS selects,
        goes on with its own remainders until nothing is left, posts what it came to to K_SINK, and exits.
        Serves nothing: neither events nor probes.

          FILE             the event, or a folder with the event in a file named event;
                           default: K_EVENT_PATH, which Knative's JobSink sets to such a folder,
                           and without that /etc/jobsink-event/event
          FUNCTIONS        which functions take the event and its replies (all)
          K_SINK           where results and whatever no function here takes are posted (required)
          Host__Deadline   time for one event of the chain (PT24H; a serving process has PT4M30S)
          Host__Grace      time to park and hand on after SIGTERM (PT25S)

        Exit codes
          0  handled, and the sink took every result; or stopped, and the sink took the rest.
             Files that were not ready are deferred: the log says how many, and when to send the event again
          1  not handled, or a result was not taken: run it again
          2  settings or arguments are wrong
          3  the event is malformed or of a type that no function here takes: do not run it again
        """;

    /// <param name="arguments">The arguments after <c>job</c>.</param>
    /// <param name="compose">The builder with the functions of <c>Program.cs</c>.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<WebApplicationBuilder> compose)
    {
        if (arguments.Length > 1 || arguments is [['-', ..]])
        {
            await Console.Error.WriteLineAsync(
                "longshore-functions job: takes one argument at most, the path of an event file; "
                + "see longshore-functions job --help.");
            return ExitCodes.Misused;
        }

        var deferred = new DeferredFiles();
        return await FunctionHost.CatchAsync(
            () => JobHost.RunAsync(compose(), arguments.FirstOrDefault(), deferred.Add, deferred.Tell));
    }
}
