namespace Longshore.Core.Scan;

/// <summary>A request for a scan, with the receivers of its batches and of trash.</summary>
/// <param name="Name">The source and id of its event: a second delivery is the same scan.</param>
/// <param name="EventId">Id of that event.</param>
public sealed record ScanCall(string Name, string EventId, ScanRequested Request)
{
    /// <summary>Look at these files alone, in the order of their paths; null walks the volume.</summary>
    public IReadOnlyList<VolumePath>? Paths { get; init; }

    /// <summary>Whether another scan may go on where this one is cut. If not, the rest waits for the next request.</summary>
    public required bool MayGoOn { get; init; }

    /// <summary>
    /// Sends a batch. It is called in parallel and may take minutes. A batch that is refused is counted, and its files come back
    /// at the next scan. The token is the hard stop: a batch that it cancels counts as not sent.
    /// </summary>
    public required Func<PlannedBatch, CancellationToken, Task<EmitResult>> EmitAsync { get; init; }

    /// <summary>Reports trash. If it throws, the scan has failed.</summary>
    public required Func<FoundTrash, CancellationToken, Task> TellAsync { get; init; }

    /// <summary>
    /// Is told of the walk before its record is written. A scan that is tried again may walk again, and then tells again.
    /// </summary>
    public Action<ScanRecord>? Walked { get; init; }
}

/// <summary>Files that dead processes have left: either folders of trash or files.</summary>
/// <param name="Folders">Trash folders, relative to the root.</param>
/// <param name="Files">Files under hidden names, relative to the root.</param>
public sealed record FoundTrash(IReadOnlyList<string> Folders, IReadOnlyList<string> Files);
