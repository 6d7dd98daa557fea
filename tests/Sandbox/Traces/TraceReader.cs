using System.Text.Json;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.Traces;

/// <summary>Reads a trace from the sandbox's own journals.</summary>
internal static class TraceReader
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <param name="written">What the writer did, with numbers from <see cref="RunOrder"/>.</param>
    /// <param name="volume">Regular files at the end: SHA-256 by path.</param>
    public static RunTrace Read(IEnumerable<(long Sequence, TraceStep Step)> written, Journal journal, Bucket bucket,
        IEnumerable<FlowedEvent> log, IReadOnlyDictionary<string, string> volume)
    {
        var stored = journal.Entries.Where(entry => entry.Bucket == bucket.Name && !TraceKeys.IsProbe(entry.Key))
            .Select(entry => (entry.Sequence, Step(entry, bucket)));
        var flowed = log.Where(step => step.Step is FlowStep.Received or FlowStep.Replied)
            .Select(step => (step.Sequence, (TraceStep)Step(step.Event, bucket)));
        var steps = written.Concat(stored).Concat(flowed).OrderBy(step => step.Item1).Select(step => step.Item2);
        var objects = bucket.Keys().Where(key => !TraceKeys.IsProbe(key)).SelectMany(key => bucket.Entry(key)!.Versions())
            .Where(version => !version.IsDeleteMarker)
            .Select(version => new ObjectPut(version.Key, version.ETag, version.Sha256, version.Size));
        return new RunTrace([.. steps], volume, [.. objects]) { Bundles = BundleReader.Read(bucket) };
    }

    /// <returns>Null if it is nothing of the kind.</returns>
    public static T? TryRead<T>(JsonElement json, out string? why)
        where T : class
    {
        why = json.ValueKind != JsonValueKind.Object ? "it is no object" : HasNull(json) ? "a list in it holds null" : null;
        try
        {
            return why is null ? json.Deserialize<T>(Json) : null;
        }
        catch (JsonException e)
        {
            why = e.Message;
            return null;
        }
    }

    private static TraceStep Step(JournalEntry entry, Bucket bucket)
    {
        if (entry.Kind != JournalKind.Put)
            return new ObjectDeleted(entry.Key);
        return TraceKeys.KindOf(entry.Key) switch
        {
            RecordKind.Receipt => Record<Receipt>(entry, bucket, static (key, receipt) => new ReceiptPut(key, receipt)),
            RecordKind.Begun => Record<Begun>(entry, bucket, static (key, begun) => new BegunPut(key, begun)),
            RecordKind.Outcome => Record<Outcome>(entry, bucket, static (key, outcome) => new OutcomePut(key, outcome)),
            RecordKind.Scan => Record<ScanRecord>(entry, bucket, static (key, scan) => new ScanPut(key, scan.Result)),
            _ => new ObjectPut(entry.Key, entry.ETag, entry.Sha256, entry.Size),
        };
    }

    /// <summary>The record as it is now: that none is ever replaced, its second put shows.</summary>
    private static TraceStep Record<T>(JournalEntry entry, Bucket bucket, Func<string, T, TraceStep> step)
        where T : class
    {
        if (bucket.Get(entry.Key) is not { } stored)
            return new OddPut(entry.Key, "it is gone");
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(Gzip.Plain(entry.Key, stored.Body.ToArray()));
            return TryRead<T>(json, out var why) is { } record ? step(entry.Key, record) : new OddPut(entry.Key, why!);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return new OddPut(entry.Key, e.Message);
        }
    }

    private static EventTaken Step(WireEvent taken, Bucket bucket)
    {
        var start = $"s3://{bucket.Name}/";
        var dataref = taken.Attributes.GetValueOrDefault("dataref");
        var key = dataref?.StartsWith(start, StringComparison.Ordinal) == true ? dataref[start.Length..] : dataref;
        return new EventTaken(taken.Type, taken.Source, taken.Id, key,
            taken.Type == EventRules.Ready && key is not null ? List(key, bucket) : Data(taken));
    }

    /// <summary>The files of a list, in place of the data of the event that names it; nothing if it is another.</summary>
    private static JsonElement List(string key, Bucket bucket)
    {
        try
        {
            return bucket.Get(key) is { } stored && Gzip.Plain(key, stored.Body.ToArray()) is var list
                && TraceKeys.IsListOf(key, list) ? JsonSerializer.Deserialize<JsonElement>(list) : default;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return default;
        }
    }

    /// <summary>An event of a writer may hold anything.</summary>
    private static JsonElement Data(WireEvent taken)
    {
        try
        {
            return taken.Data.IsEmpty ? default : JsonSerializer.Deserialize<JsonElement>(taken.Data.Span);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The serializer asks of members whether they may be null, but not of the items of a list.</summary>
    private static bool HasNull(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Null || HasNull(item)),
        JsonValueKind.Object => json.EnumerateObject().Any(member => HasNull(member.Value)),
        _ => false,
    };

    private sealed record ScanRecord(ScanResult Result);
}
