using Longshore.Benchmarks.Sink;
using Longshore.Sandbox.Demo;

const string usage = """
    longshore-bench COMMAND [OPTIONS]: measures Longshore and its peers. Nothing deploys it.

      sink    the bare S3 server that clients are measured against

    COMMAND --help tells a command's options.
    """;

var command = args.FirstOrDefault() ?? "--help";
var words = args.Skip(1).ToArray();
try
{
    return (command, words.Contains("--help")) switch
    {
        ("sink", true) => Tell(SinkVerb.Help),
        ("sink", _) => SinkVerb.Run(words, Console.Out),
        ("--help" or "-h" or "help", _) => Tell(usage),
        _ => throw new UsageException($"There is no command {command}; the command is sink."),
    };
}
catch (UsageException e)
{
    Console.Error.WriteLine($"{command}: {e.Message}");
    return 2;
}

static int Tell(string help)
{
    Console.WriteLine(help);
    return 0;
}
