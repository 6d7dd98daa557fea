using Longshore.App.Jobs;

namespace Longshore.App;

/// <summary>
/// Reads the first argument: the process serves, handles one event, or prints its version. It parses by hand, as each library
/// in the program makes the start of a pod slower.
/// </summary>
internal sealed class Arguments(Func<Task<int>> serve, Func<string[], Task<int>> job, TextWriter output, TextWriter error)
{
    private const string Help = """
        Longshore unloads a volume into S3 with CloudEvent functions. Pods run this program, people run longshore.

          longshore-functions              serves: POST / takes events, POST /deadletters dead letters,
                                           GET /status shows the last runs,
                                           GET /healthz/live and /healthz/ready are the probes
          longshore-functions job [FILE]   handles the event file at K_EVENT_PATH once and exits
          longshore-functions --version
          longshore-functions [job] --help

        Settings come from appsettings.json, then from environment variables such as PORT (8080),
        FUNCTIONS (all), K_SINK, Host__Deadline (PT4M30S), Volume__Root, Volume__Name and S3__Bucket.

        Exit codes
          0  stopped by SIGTERM or SIGINT
          1  the port is taken, or something unexpected has ended it: the last line on standard error says what
          2  settings or arguments are wrong
          3  of job: the event is malformed, or of a type that no function here takes
        """;

    /// <summary>Verbs of the other program.</summary>
    private static readonly string[] OfPeople = ["ship", "status", "replay", "capacity", "doctor"];

    /// <returns>The exit code: <see cref="ExitCodes.Misused"/> for an unknown argument.</returns>
    public async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case []:
                return await serve();
            case ["help" or "--help" or "-h", ..]:
                await output.WriteLineAsync(Help);
                return 0;
            case ["--version", ..]:
                await output.WriteLineAsync($"longshore-functions {TelemetryNames.Version}");
                return 0;
            case ["job", .. var rest] when rest.Any(static argument => argument is "--help" or "-h"):
                await output.WriteLineAsync(JobVerb.Help);
                return 0;
            case ["job", .. var rest]:
                return await job(rest);
            default:
                var other = OfPeople.Contains(args[0])
                    ? " It is a verb of the program longshore, which lies beside this one." : "";
                await error.WriteLineAsync($"longshore-functions: '{args[0]}' is not known.{other}");
                await error.WriteLineAsync(Help);
                return ExitCodes.Misused;
        }
    }
}
