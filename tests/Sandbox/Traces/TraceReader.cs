using System.Text.Json;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.Traces;

/// <summary>Reads a trace from the sandbox's own journals.</summary>
internal static class TraceReader
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <param name="written">What the writer did, with numbers from <see cref="RunOrder"/>.</param>
    /// <param name="volume">Regular files at the end: SHA-256 by path.</param>
    public static RunTrace Read(IEnumerable<(long Sequence, TraceStep Step)> written, Journal journal, Bucket bucket,
        IEnumerable<FlowedEvent> log, IReadOnlyDictionary<string, string> volume)
    {
        var stored = journal.Entries.Where(entry => entry.Bucket == bucket.Name && !TraceKeys.IsProbe(entry.Key))
            .Select(entry => (entry.Sequence, Step(entry, bucket)));
        var flowed = log.Where(step => step.Step is FlowStep.Received or FlowStep.Replied)
            .Select(step => (step.Sequence, (TraceStep)Step(step.Event, bucket.Name)));
        var steps = written.Concat(stored).Concat(flowed).OrderBy(step => step.Item1).Select(step => step.Item2);
        var objects = bucket.Keys().Where(key => !TraceKeys.IsProbe(key)).SelectMany(key => bucket.Entry(key)!.Versions())
            .Where(version => !version.IsDeleteMarker)
            .Select(version => new ObjectPut(version.Key, version.ETag, version.Sha256, version.Size));
        return new RunTrace([.. steps], volume, [.. objects]);
    }

    private static TraceStep Step(JournalEntry entry, Bucket bucket)
    {
        if (entry.Kind != JournalKind.Put)
            return new ObjectDeleted(entry.Key);
        return TraceKeys.KindOf(entry.Key) switch
        {
            RecordKind.Receipt => new ReceiptPut(entry.Key, Document<Receipt>(entry, bucket)),
            RecordKind.Begun => new BegunPut(entry.Key, Document<Begun>(entry, bucket)),
            RecordKind.Outcome => new OutcomePut(entry.Key, Document<Outcome>(entry, bucket)),
            RecordKind.Scan => new ScanPut(entry.Key, Document<ScanRecord>(entry, bucket).Result),
            _ => new ObjectPut(entry.Key, entry.ETag, entry.Sha256, entry.Size),
        };
    }

    /// <summary>The record as it is now: that none is ever replaced, its second put shows.</summary>
    private static T Document<T>(JournalEntry entry, Bucket bucket)
    {
        var stored = bucket.Get(entry.Key) ?? throw new InvalidDataException($"{entry.Key} was put and is gone.");
        return JsonSerializer.Deserialize<T>(Gzip.Plain(entry.Key, stored.Body.ToArray()), Json)!;
    }

    private static EventTaken Step(WireEvent taken, string bucket)
    {
        var start = $"s3://{bucket}/";
        var data = taken.Data.IsEmpty ? default : JsonSerializer.Deserialize<JsonElement>(taken.Data.Span);
        var dataref = taken.Attributes.GetValueOrDefault("dataref");
        return new EventTaken(taken.Type, taken.Source, taken.Id,
            dataref?.StartsWith(start, StringComparison.Ordinal) == true ? dataref[start.Length..] : dataref, data);
    }

    private sealed record ScanRecord(ScanResult Result);
}
