using System.Text.Json;
using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary>What the events say was done. An event that was sent again under its id counts once.</summary>
internal sealed record FlowTotals(
    int Scans, int Batches, int Synced, int Cleaned, long Uploaded, long Present, long Deferred, long Missing,
    long Failed, long Deleted, long Gone, int DeadLetters, int Lost)
{
    public static FlowTotals Of(IEnumerable<FlowedEvent> log)
    {
        var steps = log.ToArray();
        var taken = steps.Where(static step => step.Step is FlowStep.Received or FlowStep.Replied)
            .DistinctBy(static step => (step.Event.Source, step.Event.Id))
            .ToLookup(static step => step.Event.Type, static step => step.Event);
        var synced = taken["dev.longshore.batch.synced"].Select(Numbers).ToArray();
        var cleaned = taken["dev.longshore.batch.cleaned"].Select(Numbers).ToArray();
        return new FlowTotals(taken["dev.longshore.scan.completed"].Count(), taken["dev.longshore.batch.ready"].Count(),
            synced.Length, cleaned.Length, Sum(synced, "uploaded"), Sum(synced, "present"), Sum(synced, "deferred"),
            Sum(synced, "missing"),
            Sum(synced, "failed"), Sum(cleaned, "deleted"), Sum(cleaned, "gone"),
            steps.Count(static step => step.Step == FlowStep.DeadLettered),
            steps.Count(static step => step.Step == FlowStep.Lost));
    }

    private static Dictionary<string, long> Numbers(WireEvent counted)
    {
        using var document = JsonDocument.Parse(counted.Data);
        return document.RootElement.EnumerateObject().Where(static member => member.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(static member => member.Name, static member => member.Value.GetInt64(), StringComparer.Ordinal);
    }

    private static long Sum(IEnumerable<Dictionary<string, long>> events, string name) =>
        events.Sum(numbers => numbers.GetValueOrDefault(name));
}
