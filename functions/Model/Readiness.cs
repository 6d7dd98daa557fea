namespace Longshore.Model;

/// <summary>Whether the process takes events now.</summary>
internal sealed class Readiness(EventGate gate, IOptions<SinkOptions> sink)
{
    /// <summary>Why it takes none; null if it is ready.</summary>
    public string? Problem => gate.IsOpen ? sink.Value.MissingSink : "The process is shutting down.";
}
