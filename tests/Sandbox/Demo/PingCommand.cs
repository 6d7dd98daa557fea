using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary><c>ping</c>: fires the PingSources of the manifests once.</summary>
internal static class PingCommand
{
    public const string Help = """
        ping: fires the PingSource of the manifests once, now, and waits for the Broker's answer.

          --sink URL        the Broker; default: K_SINK
          --manifests DIR   default: knative/base
        """;

    /// <returns>0 if the Broker answered 2xx.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "--sink", "--manifests");
        var sink = Sinks.Of(arguments);
        var sources = ClusterManifests.Load(arguments.Text("--manifests") ?? Repository.Manifests).PingSources;
        return await Sinks.PostAllAsync(sink,
            sources.Select(static source => source.Ping(Guid.NewGuid().ToString("D"), TimeProvider.System.GetUtcNow())), output,
            cancellation);
    }
}
