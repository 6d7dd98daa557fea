using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;

const string usage = """
    longshore-sandbox COMMAND [OPTIONS]: a laptop's stand-in for the cluster. Nothing deploys it.

      up      S3, STS, the Broker and the clock, until interrupted
      write   the sample writer
      ping    fire the PingSource now
      demo    the whole flow once, judged

    COMMAND --help tells a command's options.
    """;

using var interrupted = new CancellationTokenSource();
using var signals = Signals.CancelOnInterrupt(interrupted);
var command = args.FirstOrDefault() ?? "--help";
var words = args.Skip(1).ToArray();
try
{
    return (command, words.Contains("--help")) switch
    {
        ("up", true) => Tell(UpCommand.Help),
        ("up", _) => await UpCommand.RunAsync(words, Console.Out, interrupted.Token),
        ("write", true) => Tell(WriteCommand.Help),
        ("write", _) => await WriteCommand.RunAsync(words, Console.Out, interrupted.Token),
        ("ping", true) => Tell(PingCommand.Help),
        ("ping", _) => await PingCommand.RunAsync(words, Console.Out, interrupted.Token),
        ("demo", true) => Tell(DemoCommand.Help),
        ("demo", _) => await DemoCommand.RunAsync(words, Console.Out, interrupted.Token),
        ("--help" or "-h" or "help", _) => Tell(usage),
        _ => throw new UsageException($"There is no command {command}; the commands are up, write, ping and demo."),
    };
}
catch (Exception e) when (interrupted.IsCancellationRequested
    && e is OperationCanceledException or InvalidOperationException or HttpRequestException)
{
    // Ctrl-C reaches the functions as well, so that their end may be seen before the interruption itself.
    Console.Error.WriteLine($"{command}: interrupted");
    return 130;
}
catch (Exception e) when (e is UsageException or ManifestException or IOException or HttpRequestException
    or InvalidOperationException or TimeoutException
    or Longshore.Sandbox.Iam.PolicyFormatException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{command}: {e.Message}");
    return e is UsageException ? 2 : 1;
}

static int Tell(string help)
{
    Console.WriteLine(help);
    return 0;
}
