using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary>Posting from the command line.</summary>
internal static class Sinks
{
    /// <exception cref="UsageException">Neither <c>--sink</c> nor <c>K_SINK</c> is a URL.</exception>
    public static Uri Of(Arguments arguments)
    {
        var text = arguments.Text("--sink") ?? Environment.GetEnvironmentVariable("K_SINK");
        return Uri.TryCreate(text, UriKind.Absolute, out var sink) && sink.Scheme is "http" or "https"
            ? sink
            : throw new UsageException(
                "--sink or K_SINK must be the URL of a Broker, such as http://127.0.0.1:8081/longshore/default; it is "
                + $"{text ?? "not set"}.");
    }

    /// <returns>0 if every event was answered with 2xx, else 1.</returns>
    public static async Task<int> PostAllAsync(
        Uri sink, IEnumerable<WireEvent> events, TextWriter output, CancellationToken cancellation)
    {
        using var publisher = new EventPublisher();
        var failed = 0;
        foreach (var posted in events)
        {
            var (status, answer) = await publisher.PostAsync(sink, posted, cancellation);
            output.WriteLine($"{posted.Type} {posted.Id}: {status} {answer.Trim()}".TrimEnd());
            failed += status is >= 200 and < 300 ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }
}
