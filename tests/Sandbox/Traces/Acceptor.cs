namespace Longshore.Sandbox.Traces;

/// <summary>
/// Says whether the protocol (docs/protocol.md) allows what a run has left. It goes through the steps in their order and asks of
/// each whether the steps before it allow it; then it asks whether all is accounted for at the end. It shares no code with what
/// it judges. What a process only looks at leaves no trace, so those steps are the model's to judge.
/// </summary>
internal sealed class Acceptor
{
    private readonly RunTrace _trace;
    private readonly Seen _seen = new();

    private Acceptor(RunTrace trace) => _trace = trace;

    /// <summary>Why the trace is refused, a sentence each; empty if it is accepted.</summary>
    public static IReadOnlyList<string> Refusals(RunTrace trace)
    {
        var acceptor = new Acceptor(trace);
        return [.. trace.Steps.SelectMany(acceptor.Refusals), .. EndRules.Refusals(trace, acceptor._seen)];
    }

    private IEnumerable<string> Refusals(TraceStep step)
    {
        var refused = step switch
        {
            ObjectPut put => Put(put),
            ObjectDeleted deleted when !deleted.Key.StartsWith(TraceKeys.Uploads, StringComparison.Ordinal) =>
                [$"overwritten: {Show.Text(deleted.Key)} was deleted from S3"],
            ReceiptPut put => ReceiptRules.Refusals(put, _seen),
            BegunPut put => CleanupRules.Refusals(put, _seen),
            OutcomePut put => CleanupRules.Refusals(put, _seen),
            EventTaken taken => EventRules.Refusals(taken, _seen),
            _ => [],
        };
        // Each rule asks what was seen before this step.
        string[] told = [.. refused];
        Remember(step);
        return told;
    }

    private IEnumerable<string> Put(ObjectPut put)
    {
        if (put.Key.StartsWith(TraceKeys.State, StringComparison.Ordinal))
            yield break;
        if (_seen.Objects.TryGetValue(put.Key, out var versions) && versions[^1].Sha256 != put.Sha256 && !_trace.KeepsVersions)
            yield return $"overwritten: {Show.Text(put.Key)} was put again with other bytes";
        // A file that was put back beside its own name keeps that name in its key.
        var key = TraceKeys.WithoutMark(put.Key);
        if (!_seen.Written.TryGetValue(put.Sha256, out var paths))
        {
            if (!_trace.Careless.Contains(key))
                yield return $"torn or leaked: {Show.Text(put.Key)} was put with {put.Size} bytes that no file had until then";
        }
        else if (!paths.Any(path => TraceKeys.IsKeyOf(key, path)))
        {
            yield return $"misplaced: {Show.Text(put.Key)} was put with what stood under {Show.Text(string.Join(", ", paths))}";
        }
    }

    private void Remember(TraceStep step)
    {
        switch (step)
        {
            case FileWritten written:
                if (!_seen.Written.TryGetValue(written.Sha256, out var paths))
                    _seen.Written[written.Sha256] = paths = new HashSet<string>(StringComparer.Ordinal);
                paths.Add(written.Path);
                if (written.IsOwn)
                    _seen.Current[written.Path] = written;
                break;
            case FileRemoved removed:
                _seen.Current.Remove(removed.Path);
                break;
            case ObjectPut put:
                if (!_seen.Objects.TryGetValue(put.Key, out var versions))
                    _seen.Objects[put.Key] = versions = [];
                versions.Add(put);
                break;
            case ScanPut put:
                _seen.Scans.Add(put);
                break;
            case ReceiptPut put:
                _seen.Receipts.TryAdd(put.Key, put.Receipt);
                break;
            case BegunPut put:
                _seen.Begun.TryAdd(put.Key, put.Begun);
                break;
            case OutcomePut put:
                _seen.Outcomes.TryAdd(put.Key, put.Outcome);
                break;
            case EventTaken taken:
                _seen.Events.Add(taken);
                if (taken.Type == EventRules.Ready)
                    _seen.Batches.Add(Seen.SetOf(taken.Read<Ready>().Files.Select(file => file.Path)));
                break;
        }
    }
}
