using System.Text.Json;

namespace Longshore.Sandbox.Traces;

/// <summary>What a run leaves: the writer's journal, the store's, the broker's, and what is there at the end.</summary>
/// <param name="Steps">In the order in which they happened.</param>
/// <param name="Volume">Regular files at the end: SHA-256 by path.</param>
/// <param name="Objects">Every version of every object at the end.</param>
internal sealed record RunTrace(
    IReadOnlyList<TraceStep> Steps, IReadOnlyDictionary<string, string> Volume, IReadOnlyList<ObjectPut> Objects)
{
    /// <summary>Nothing failed, nobody was killed and nobody changed a file: then every batch is told of to its end.</summary>
    public bool IsUndisturbed { get; init; }

    /// <summary>The bucket keeps old versions, and other bytes may follow under the same key.</summary>
    public bool KeepsVersions { get; init; }

    /// <summary>An outcome may be unwritten at the end: its process was killed, or the store refused it.</summary>
    public bool MayStayOpen { get; init; }

    /// <summary>Paths under which the writer left half a file for so long that it looked whole.</summary>
    public IReadOnlySet<string> Careless { get; init; } = new HashSet<string>();
}

/// <summary>One thing that happened.</summary>
internal abstract record TraceStep;

/// <summary>The writer began to put these bytes under a path, whole or by a rename.</summary>
/// <param name="IsOwn">False if they only stood there for a while, and the path is not theirs.</param>
internal sealed record FileWritten(string Path, string Sha256, long Size, bool IsOwn = true) : TraceStep;

/// <summary>The writer removed the file, or moved it away.</summary>
internal sealed record FileRemoved(string Path) : TraceStep;

internal sealed record ObjectPut(string Key, string ETag, string Sha256, long Size) : TraceStep;

internal sealed record ObjectDeleted(string Key) : TraceStep;

/// <summary>A scan's record.</summary>
internal sealed record ScanPut(string Key, ScanResult Result) : TraceStep;

internal sealed record ReceiptPut(string Key, Receipt Receipt) : TraceStep;

internal sealed record BegunPut(string Key, Begun Begun) : TraceStep;

internal sealed record OutcomePut(string Key, Outcome Outcome) : TraceStep;

/// <summary>The broker took an event.</summary>
/// <param name="DataRef">The key of the receipt, where the event names one.</param>
internal sealed record EventTaken(string Type, string Source, string Id, string? DataRef, JsonElement Data) : TraceStep
{
    public T Read<T>() => Data.Deserialize<T>(TraceReader.Json)!;
}

/// <summary>Numbers of a scan, in its record and in <c>scan.completed</c>.</summary>
internal sealed record ScanResult(int Batches, long Files, long Bytes);

/// <summary>The data of <c>batch.ready</c>.</summary>
internal sealed record Ready(ReadyFile[] Files);

internal sealed record ReadyFile(string Path);

/// <summary>Numbers of a batch, in its receipt and in <c>batch.synced</c>.</summary>
internal sealed record Counts(int Planned, int Uploaded, int Present, int Deferred, int Missing, int Failed, int Remaining,
    long BytesUploaded, long BytesPresent);

internal sealed record Receipt(string Batch, int Attempt, Counts Counts, ReceiptLine[] Files)
{
    public IEnumerable<ReceiptLine> Settled => Files.Where(file => file.IsSettled);
}

internal sealed record ReceiptLine(string Path, string Outcome, string? Reason, string? Key, long? Size, string? Modified,
    ulong? Inode, string? Checksum, string? ETag)
{
    public bool IsSettled => Outcome is "uploaded" or "present";
}

/// <summary>A cleanup's record of what it is about to delete.</summary>
internal sealed record Begun(
    string Batch, string Receipt, bool DryRun, int Gone, SortedDictionary<string, string> Kept, BegunLine[] Files);

internal sealed record BegunLine(string Path, long Size, string Modified, ulong Inode);

/// <summary>A cleanup's record of what it has done.</summary>
internal sealed record Outcome(string Batch, string Receipt, bool DryRun, int Deleted, long BytesFreed, int Gone,
    SortedDictionary<string, string> Kept, string[]? GoneMeanwhile, bool? Interrupted);

/// <summary>The data of <c>batch.cleaned</c>.</summary>
internal sealed record Cleaned(string Batch, int Deleted, long BytesFreed, int Gone, SortedDictionary<string, int> Kept);
