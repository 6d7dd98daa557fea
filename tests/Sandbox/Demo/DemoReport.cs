using System.Globalization;
using System.Text.Json;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.Writer;

namespace Longshore.Sandbox.Demo;

/// <summary>What the demo prints at its end, before the verdict.</summary>
internal static class DemoReport
{
    private const int EventsShown = 24;
    private const int FilesShown = 3;

    public static async Task<IReadOnlyList<string>> LinesAsync(
        IReadOnlyList<FlowedEvent> log, ReadBack readBack, BucketReader bucket,
        IEnumerable<string> left, IReadOnlyList<WrittenFile> files, CancellationToken cancellation)
    {
        var lines = new List<string> { "", "The CloudEvents as they flowed:" };
        lines.AddRange(Events(log));
        lines.AddRange(["", "In the bucket:"]);
        lines.AddRange(files.GroupBy(static file => file.Path[..(file.Path.IndexOf('/') + 1)])
            .Select(static folder => $"  {folder.Key,-28} {folder.Count()} files written"));
        lines.AddRange(readBack.State.GroupBy(static entry => string.Join('/', entry.Key.Split('/').Take(2)) + "/")
            .Select(static folder =>
                $"  {folder.Key,-28} {folder.Count()} objects, {folder.Sum(static entry => entry.Size)} bytes"));
        lines.Add($"  {readBack.Objects} objects outside _longshore/, {readBack.Mismatched} of them not as written");
        if (readBack.State.FirstOrDefault(static entry => entry.Key.StartsWith("_longshore/receipts/", StringComparison.Ordinal))
            is { } receipt)
        {
            lines.AddRange(["", $"One receipt, {receipt.Key}:"]);
            lines.AddRange(Receipt(Gzip.Plain(receipt.Key, await bucket.ReadAsync(receipt.Key, cancellation))));
        }

        lines.AddRange(["", "Left on the volume:"]);
        lines.AddRange(left.Order(StringComparer.Ordinal).Take(FilesShown).Select(static path => $"  {path}")
            .DefaultIfEmpty("  nothing"));
        lines.Add("");
        return lines;
    }

    private static IEnumerable<string> Events(IReadOnlyList<FlowedEvent> log)
    {
        var taken = log.Where(static step => step.Step is not (FlowStep.Delivered or FlowStep.Retried)).ToArray();
        foreach (var step in taken.Take(EventsShown))
            yield return Describe(step, log[0].Time);
        foreach (var type in taken.Skip(EventsShown).GroupBy(static step => step.Event.Type))
            yield return $"  … and {type.Count()} more of {type.Key}";
        yield return $"  {log.Count(static step => step.Step == FlowStep.Delivered)} deliveries, "
            + $"{log.Count(static step => step.Step == FlowStep.Retried)} attempts that were made again";
    }

    /// <summary>An event's step as a line of the flow.</summary>
    private static string Describe(FlowedEvent step, DateTimeOffset start)
    {
        var what = step.Step switch
        {
            FlowStep.Received => "sent",
            FlowStep.Replied => $"reply of {step.Subscriber}",
            FlowStep.Cancelled => "sender gave up",
            FlowStep.DeadLettered => $"dead letter, {step.Event.Attributes["knativeerrorcode"]}",
            _ => step.Step.ToString(),
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"  {(step.Time - start).TotalSeconds,7:F3} s  {what,-18} {step.Event.Type,-28} {DataSummary.Of(step.Event)}");
    }

    /// <summary>The receipt's members with their values, and its first files.</summary>
    private static List<string> Receipt(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var lines = new List<string>();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array)
            {
                lines.Add($"  {member.Name}: {member.Value.GetRawText()}");
                continue;
            }

            lines.Add($"  {member.Name}: {member.Value.GetArrayLength()} entries, the first {FilesShown}:");
            lines.AddRange(member.Value.EnumerateArray().Take(FilesShown).Select(static entry => $"    {entry.GetRawText()}"));
        }

        return lines;
    }
}
