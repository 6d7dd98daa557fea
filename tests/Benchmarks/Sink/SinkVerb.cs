using System.Runtime.InteropServices;
using Longshore.Sandbox.Demo;

namespace Longshore.Benchmarks.Sink;

/// <summary><c>sink</c>: the server that all clients are measured against.</summary>
internal static class SinkVerb
{
    public const string Help = """
        sink: a bare S3 and STS on 127.0.0.1, until SIGTERM or Ctrl-C. Its address is the first line of its output.

          --port N     default 0: a free one
          --delay MS   time before every answer; default 0
        """;

    public static int Run(IReadOnlyList<string> words, TextWriter output)
    {
        var arguments = new Arguments(words, "--port", "--delay");
        using var ended = new ManualResetEventSlim();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var server = new SinkServer(arguments.Whole("--port", 0, 0, 65535),
            TimeSpan.FromMilliseconds(arguments.Whole("--delay", 0, 0, 10_000)));
        output.WriteLine($"http://127.0.0.1:{server.Port}");
        output.Flush();
        ended.Wait();
        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.Set();
        }
    }
}
