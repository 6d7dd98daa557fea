using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary>
/// <c>up</c>: keeps the stand-in cluster up until it is interrupted, with the functions if their program is given.
/// </summary>
internal static class UpCommand
{
    public const string Help = """
        up: S3 and STS, the Broker with its Triggers and the clock, until Ctrl-C or SIGTERM.

          --functions PROGRAM    start every function from this program, a process each; default: none is started, and
                                 those that you start must listen where the .env files say
          --volume DIR           the directory that stands for the volume; default: artifacts/volume
          --env DIR              gets sandbox.env (an administrator's, for curl and the aws CLI) and a sandbox-FUNCTION.env
                                 for each function; default: artifacts
          --broker-port N        default 0: a free one
          --s3-port N            S3 and STS; default 0: a free one
          --functions-port N     of cleanup; deadletter, schedule, status, sync follow, and then any others; default 0: free ones
          --manifests DIR        the kustomize folder to obey; default: knative/base
          --iam DIR              the roles' policies; default: knative/iam
          --events FILE          gets a JSON line for every step of every event
          --min-age DURATION     Schedule__MinAge of the functions; default: what the manifests and the functions say
          --clock SPEED          run PingSources' schedules this many times faster than real time (4320 makes 12 hours
                                 pass in 10 seconds); default: they do not tick, use the command ping
          --answer wait|at-once  when publishers are answered: after all subscribers, or at once as by Kafka's Broker
        """;

    /// <returns>0 when interrupted.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "--functions", "--volume", "--env", "--broker-port", "--s3-port", "--functions-port",
            "--manifests",
            "--iam", "--events", "--min-age", "--clock", "--answer");
        var folder = Directory.CreateDirectory(arguments.Text("--env") ?? Path.Combine(Repository.Root, "artifacts")).FullName;
        var options = Options(arguments);
        await using var cluster = await SandboxCluster.StartAsync(options, cancellation);
        await WriteEnvironmentAsync(cluster, options.Volume, folder, cancellation);
        var logs = Directory.CreateDirectory(Path.Combine(folder, "logs")).FullName;
        await using var fleet = arguments.Text("--functions") is { } program
            ? new FunctionFleet(cluster, Path.GetFullPath(program), logs) : null;
        if (fleet is not null)
            await fleet.StartAsync(cancellation);
        Describe(cluster, options.Volume, folder, fleet is not null, output);
        try
        {
            await RunUntilInterruptedAsync(cluster, fleet, arguments, cancellation);
        }
        finally
        {
            // Else functions that wait for the Broker's answer would wait out their grace.
            await cluster.Broker.StopAsync();
        }

        return 0;
    }

    private static ClusterOptions Options(Arguments arguments)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (arguments.Text("--min-age") is { } minAge)
            settings["Schedule__MinAge"] = minAge;
        return new ClusterOptions
        {
            Manifests = arguments.Text("--manifests") ?? Repository.Manifests,
            Iam = arguments.Text("--iam") ?? Repository.Iam,
            Volume = Directory.CreateDirectory(arguments.Text("--volume")
                ?? Path.Combine(Repository.Root, "artifacts", "volume")).FullName,
            BrokerPort = arguments.Whole("--broker-port", 0, 0, 65535),
            StorePort = arguments.Whole("--s3-port", 0, 0, 65535),
            FunctionsPort = arguments.Whole("--functions-port", 0, 0, 65000),
            EventFile = arguments.Text("--events"),
            AnswerAtOnce = arguments.OneOf("--answer", "wait", "at-once") == "at-once",
            Settings = settings,
        };
    }

    private static async Task RunUntilInterruptedAsync(
        SandboxCluster cluster, FunctionFleet? fleet, Arguments arguments, CancellationToken cancellation)
    {
        using var clock =
            new PingClock(cluster.Manifests, cluster.Broker.SinkOf, TimeProvider.System, arguments.Factor("--clock", 1));
        var ticking = arguments.Text("--clock") is null
            ? Task.Delay(Timeout.Infinite, cancellation) : clock.RunAsync(cancellation);
        while (!ticking.IsCompleted)
        {
            fleet?.CheckAlive();
            await Task.WhenAny(ticking, Task.Delay(TimeSpan.FromMilliseconds(500), cancellation));
        }

        await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested)
            await ticking;
    }

    private static async Task WriteEnvironmentAsync(
        SandboxCluster cluster, string volume, string folder, CancellationToken cancellation)
    {
        var people = cluster.Store.AdministratorEnvironment().Append(new("K_SINK", cluster.Sink.ToString()))
            .Append(new("Volume__Root", volume));
        await EnvironmentFile.WriteAsync(Path.Combine(folder, "sandbox.env"), people, cancellation);
        foreach (var service in cluster.Manifests.Services)
        {
            // A person who sends dead letters back needs a sink, which no SinkBinding gives to deadletter.
            var variables = cluster.EnvironmentOf(service).ToDictionary();
            variables.TryAdd("K_SINK", cluster.Sink.ToString());
            await EnvironmentFile.WriteAsync(Path.Combine(folder, $"sandbox-{service.Name}.env"), variables, cancellation);
        }
    }

    private static void Describe(SandboxCluster cluster, string volume, string folder, bool started, TextWriter output)
    {
        output.WriteLine($"Broker      {cluster.Sink}   (POST CloudEvents here; K_SINK)");
        output.WriteLine($"S3 and STS  {cluster.Store.Endpoint}   (bucket {cluster.Store.Bucket})");
        foreach (var (name, address) in cluster.Services.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            var start = started ? "" : $"   (start it with {Path.Combine(folder, $"sandbox-{name}.env")})";
            output.WriteLine($"{name,-11} {(name == StatusPage.Function ? new Uri(address, StatusPage.Path) : address)}{start}");
        }

        output.WriteLine($"Volume      {volume}");
        output.WriteLine(
            $"Environment {Path.Combine(folder, "sandbox.env")}   (an administrator's keys for curl and the aws CLI)");
        output.WriteLine("The cluster is up; Ctrl-C ends it.");
    }
}
