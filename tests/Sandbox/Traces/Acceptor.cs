namespace Longshore.Sandbox.Traces;

/// <summary>
/// Says whether the protocol (docs/protocol.md) allows what a run has left. It goes through the steps in their order and asks of
/// each whether the steps before it allow it; then it asks whether all is accounted for at the end. It shares no code with what
/// it judges. What a process only looks at leaves no trace, so those steps are the model's to judge.
/// </summary>
internal sealed class Acceptor
{
    private readonly RunTrace _trace;
    private readonly Seen _seen;

    private Acceptor(RunTrace trace) => (_trace, _seen) = (trace, new Seen(trace.Bundles));

    /// <summary>Why the trace is refused, a sentence each; empty if it is accepted.</summary>
    public static IReadOnlyList<string> Refusals(RunTrace trace)
    {
        var acceptor = new Acceptor(trace);
        return
        [
            .. trace.Steps.SelectMany(acceptor.Refusals), .. EndRules.Refusals(trace, acceptor._seen),
            .. trace.IsUndisturbed ? ToldRules.Refusals(acceptor._seen) : [],
        ];
    }

    private IEnumerable<string> Refusals(TraceStep step)
    {
        var refused = step switch
        {
            ObjectPut put => ObjectRules.Refusals(put, _seen, _trace.Careless),
            ObjectDeleted deleted when !TraceKeys.IsNote(deleted.Key) =>
                [$"overwritten: {Show.Text(deleted.Key)} was deleted from S3"],
            OddPut put => [$"uncounted: {Show.Text(put.Key)} cannot be read: {put.Why}"],
            ScanPut put => EventRules.Refusals(put, _seen),
            ReceiptPut put => ReceiptRules.Refusals(put, _seen),
            BegunPut put => CleanupRules.Refusals(put, _seen),
            OutcomePut put => CleanupRules.Refusals(put, _seen),
            EventTaken taken => EventRules.Refusals(taken, _seen),
            _ => [],
        };
        // Each rule asks what was seen before this step.
        string[] told = [.. step is KeyPut key && IsTaken(key) ? [$"overwritten: {Show.Text(key.Key)} was put again"]
            : Array.Empty<string>(), .. refused];
        _seen.Add(step);
        return told;
    }

    /// <summary>Nothing is put where something is, unless the bucket keeps the old version of a file's object.</summary>
    private bool IsTaken(KeyPut put) => _seen.Keys.Contains(put.Key) && !(_trace.KeepsVersions && put is ObjectPut stored
        && _seen.Objects[put.Key][^1].Sha256 != stored.Sha256 && !put.Key.StartsWith(TraceKeys.State, StringComparison.Ordinal));
}
