namespace Longshore.Cli;

/// <summary>What a verb gets with its arguments: the outputs, and the signals of the process.</summary>
internal sealed class VerbInvocation : InvocationConfiguration
{
    /// <summary>Null if the verb does not run in a process of its own.</summary>
    public ProcessSignals? Signals { get; init; }
}

internal static class VerbSignals
{
    public static ProcessSignals? Signals(this ParseResult parsed) =>
        (parsed.InvocationConfiguration as VerbInvocation)?.Signals;
}
