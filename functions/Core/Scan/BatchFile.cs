namespace Longshore.Core.Scan;

public sealed record BatchFile
{
    /// <summary>Path relative to the volume's root, <c>/</c> between components.</summary>
    [JsonRequired]
    public string Path { get; set; } = "";

    /// <summary>Bytes when the sender saw it. A file that differs now is deferred.</summary>
    public long? Size { get; set; }

    /// <summary>mtime when the sender saw it. A file that differs now is deferred.</summary>
    public Timestamp? Modified { get; set; }
}

/// <summary>A batch that a scan has made and not sent yet.</summary>
/// <param name="Number">Its place in the scan, from 0.</param>
public sealed record PlannedBatch(int Number, BatchFile[] Files)
{
    /// <summary>How long its files must have been unchanged.</summary>
    public TimeSpan MinAge { get; init; }

    /// <summary>Whether its event must name a list of the files (<see cref="BatchListStore"/>).</summary>
    public bool IsTooLargeForEvent { get; init; }

    public string LastPath => Files[^1].Path;

    public long Bytes => Sizes.Sum(Files.Select(file => file.Size ?? 0));
}
