using System.Text.Json;

namespace Longshore.Sandbox.Traces;

/// <summary>What a run leaves: the writer's journal, the store's, the broker's, and what is there at the end.</summary>
/// <param name="Steps">In the order in which they happened.</param>
/// <param name="Volume">Regular files at the end: SHA-256 by path.</param>
/// <param name="Objects">Every version of every object at the end.</param>
internal sealed record RunTrace(
    IReadOnlyList<TraceStep> Steps, IReadOnlyDictionary<string, string> Volume, IReadOnlyList<ObjectPut> Objects)
{
    /// <summary>The files in each bundle, by the bundle's SHA-256.</summary>
    public IReadOnlyDictionary<string, BundledFile[]> Bundles { get; init; } = new Dictionary<string, BundledFile[]>();

    /// <summary>Nothing failed, nobody was killed and nobody changed a file: then every batch is told of to its end.</summary>
    public bool IsUndisturbed { get; init; }

    /// <summary>The bucket keeps old versions, and other bytes may follow under the same key.</summary>
    public bool KeepsVersions { get; init; }

    /// <summary>An outcome may be unwritten at the end: its process was killed, and no later one has closed its record.</summary>
    public bool MayStayOpen { get; init; }

    /// <summary>Paths under which the writer left half a file for so long that it looked whole.</summary>
    public IReadOnlySet<string> Careless { get; init; } = new HashSet<string>();
}

/// <summary>A file in a bundle.</summary>
/// <param name="Offset">Where its bytes begin.</param>
internal sealed record BundledFile(string Path, long Offset, long Size, string Sha256);

/// <summary>One thing that happened.</summary>
internal abstract record TraceStep;

/// <summary>The writer began to put these bytes under a path, whole or by a rename.</summary>
/// <param name="IsOwn">False if they only stood there for a while, and the path is not theirs.</param>
internal sealed record FileWritten(string Path, string Sha256, long Size, bool IsOwn = true) : TraceStep;

/// <summary>The writer removed the file, or moved it away.</summary>
internal sealed record FileRemoved(string Path) : TraceStep;

/// <summary>Something was put into S3.</summary>
internal abstract record KeyPut(string Key) : TraceStep;

/// <summary>A file's object, a bundle, an upload's note, a dead letter or a list of files.</summary>
internal sealed record ObjectPut(string Key, string ETag, string Sha256, long Size) : KeyPut(Key);

/// <summary>An object under a record's key that is no such record.</summary>
internal sealed record OddPut(string Key, string Why) : KeyPut(Key);

internal sealed record ObjectDeleted(string Key) : TraceStep;

/// <summary>A scan's record.</summary>
internal sealed record ScanPut(string Key, ScanResult Result) : KeyPut(Key);

internal sealed record ReceiptPut(string Key, Receipt Receipt) : KeyPut(Key);

internal sealed record BegunPut(string Key, Begun Begun) : KeyPut(Key);

internal sealed record OutcomePut(string Key, Outcome Outcome) : KeyPut(Key);

/// <summary>The broker took an event.</summary>
/// <param name="DataRef">The key of the receipt or of the list of files, where the event names one.</param>
/// <param name="Data">Its data, or the list of files that it names.</param>
internal sealed record EventTaken(string Type, string Source, string Id, string? DataRef, JsonElement Data) : TraceStep
{
    /// <summary>Null if the data are of another kind.</summary>
    public T? Read<T>()
        where T : class => TraceReader.TryRead<T>(Data, out _);
}

/// <summary>Numbers of a scan, in its record and in <c>scan.completed</c>.</summary>
internal sealed record ScanResult(int Batches, long Files, long Bytes, bool DryRun = false);

/// <summary>The data of <c>batch.ready</c>.</summary>
internal sealed record Ready(ReadyFile[] Files);

internal sealed record ReadyFile(string Path);

/// <summary>The data of <c>batch.synced</c>, beside its <see cref="Counts"/>.</summary>
internal sealed record Synced(string Batch);

/// <summary>Numbers of a batch, in its receipt and in <c>batch.synced</c>.</summary>
internal sealed record Counts(int Planned, int Uploaded, int Present, int Deferred, int Missing, int Failed, int Remaining,
    long BytesUploaded, long BytesPresent);

internal sealed record Receipt(
    string Batch, int Attempt, Counts Counts, ReceiptLine[] Files, ReceiptBundle[]? Bundles = null)
{
    public IEnumerable<ReceiptLine> Settled => Files.Where(file => file.IsSettled);
}

internal sealed record ReceiptBundle(string Key, long Size, string Checksum, string ETag);

internal sealed record ReceiptLine(string Path, string Outcome, string? Reason = null, string? Key = null, long? Size = null,
    string? Modified = null, ulong? Inode = null, string? Checksum = null, string? ETag = null, long? Offset = null,
    long? Length = null)
{
    public bool IsSettled => Outcome is "uploaded" or "present";
}

/// <summary>A cleanup's record of what it is about to delete.</summary>
internal sealed record Begun(
    string Batch, string Receipt, bool DryRun, int Gone, Dictionary<string, string> Kept, BegunLine[] Files);

internal sealed record BegunLine(string Path, long Size, string Modified, ulong Inode);

/// <summary>A cleanup's record of what it has done.</summary>
internal sealed record Outcome(string Batch, string Receipt, bool DryRun, int Deleted, long BytesFreed, int Gone,
    Dictionary<string, string> Kept, string[]? GoneMeanwhile = null, bool? Interrupted = null);

/// <summary>The data of <c>batch.cleaned</c>.</summary>
internal sealed record Cleaned(string Batch, int Deleted, long BytesFreed, int Gone, Dictionary<string, int> Kept,
    bool DryRun = false);
