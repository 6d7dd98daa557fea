using System.Text.Json;
using System.Text.Json.Nodes;
using Longshore.Sandbox.Traces;

namespace Longshore.FaultTests.Traces;

/// <summary>Searches and changes traces. A trace is never changed in place.</summary>
internal static class TraceEdits
{
    /// <summary>One of the steps of a kind, drawn; null if there is none.</summary>
    public static T? One<T>(this RunTrace trace, Random random, Func<T, bool>? where = null)
        where T : TraceStep
    {
        T[] found = [.. trace.Steps.OfType<T>().Where(where ?? (static _ => true))];
        return found.Length == 0 ? null : found[random.Next(found.Length)];
    }

    public static RunTrace Without(this RunTrace trace, params TraceStep[] steps) =>
        trace with { Steps = [.. trace.Steps.Where(step => !steps.Contains(step))] };

    public static RunTrace Replace(this RunTrace trace, TraceStep step, TraceStep other) =>
        trace with { Steps = [.. trace.Steps.Select(each => ReferenceEquals(each, step) ? other : each)] };

    public static RunTrace After(this RunTrace trace, TraceStep step, TraceStep more) =>
        trace with { Steps = [.. trace.Steps.SelectMany(each => ReferenceEquals(each, step) ? [each, more] : new[] { each })] };

    public static RunTrace Move(this RunTrace trace, TraceStep step, TraceStep before)
    {
        var left = trace.Steps.Where(each => !ReferenceEquals(each, step));
        return trace with { Steps = [.. left.SelectMany(each => ReferenceEquals(each, before) ? [step, each] : new[] { each })] };
    }

    public static ReceiptPut Receipt(this RunTrace trace, string key) =>
        trace.Steps.OfType<ReceiptPut>().First(put => put.Key == key);

    public static BegunPut BegunOf(this RunTrace trace, OutcomePut put) =>
        trace.Steps.OfType<BegunPut>().First(begun => begun.Key == TraceKeys.BegunOf(put.Key));

    public static OutcomePut[] OutcomesOf(this RunTrace trace, string batch) =>
        [.. trace.Steps.OfType<OutcomePut>().Where(put => put.Outcome.Batch == batch)];

    /// <summary>The first put of the object that a receipt's line names.</summary>
    public static ObjectPut ObjectOf(this RunTrace trace, ReceiptLine line) => trace.Steps.OfType<ObjectPut>()
        .First(put => put.Key == line.Key && (line.Offset is not null || (put.ETag == line.ETag && put.Size == line.Size)));

    /// <summary>SHA-256 of the bytes that a receipt's line names.</summary>
    public static string Sha256Of(this RunTrace trace, ReceiptLine line) => trace.ObjectOf(line).Sha256 is var sha256
        && line.Offset is { } offset ? trace.Bundles[sha256].First(file => file.Offset == offset).Sha256 : sha256;

    /// <summary>The event with another value of a member of its data.</summary>
    public static EventTaken With<T>(this EventTaken taken, string member, T value)
    {
        var data = JsonObject.Create(taken.Data)!;
        data[member] = JsonSerializer.SerializeToNode(value, TraceReader.Json);
        return taken with { Data = JsonSerializer.SerializeToElement(data) };
    }
}
