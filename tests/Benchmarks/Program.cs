using Longshore.Benchmarks.Micro;
using Longshore.Benchmarks.Sink;
using Longshore.Benchmarks.Workloads;
using Longshore.Sandbox.Demo;

const string usage = """
    longshore-bench COMMAND [OPTIONS]: measures Longshore and its peers. Nothing deploys it.

      bench   whole processes, in turn, against one server; writes docs/performance.md
      micro   parts of the hot paths, under BenchmarkDotNet
      sink    the bare S3 server that clients are measured against

    COMMAND --help tells a command's options.
    """;

using var interrupted = new CancellationTokenSource();
using var signals = args.FirstOrDefault() == "sink" ? null : Signals.CancelOnInterrupt(interrupted);
var command = args.FirstOrDefault() ?? "--help";
var words = args.Skip(1).ToArray();
try
{
    return (command, words.Contains("--help")) switch
    {
        ("bench", true) => Tell(BenchVerb.Help),
        ("bench", _) => await BenchVerb.RunAsync(words, Console.Out, interrupted.Token),
        ("micro", true) => Tell(MicroVerb.Help),
        ("micro", _) => MicroVerb.Run(words),
        ("sink", true) => Tell(SinkVerb.Help),
        ("sink", _) => SinkVerb.Run(words, Console.Out),
        ("--help" or "-h" or "help", _) => Tell(usage),
        _ => throw new UsageException($"There is no command {command}; the commands are bench, micro and sink."),
    };
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine($"{command}: interrupted");
    return 130;
}
catch (Exception e) when (e is UsageException or InvalidOperationException or IOException or HttpRequestException
    or System.ComponentModel.Win32Exception)
{
    Console.Error.WriteLine($"{command}: {e.Message}");
    return e is UsageException ? 2 : 1;
}

static int Tell(string help)
{
    Console.WriteLine(help);
    return 0;
}
