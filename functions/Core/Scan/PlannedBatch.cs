namespace Longshore.Core.Scan;

/// <summary>A batch on its way, in the order of the scan.</summary>
/// <param name="Number">0 for the first.</param>
public sealed record PlannedBatch(int Number, BatchFile[] Files)
{
    /// <summary>How long its files must have been left alone.</summary>
    public TimeSpan MinAge { get; init; }

    public string LastPath => Files[^1].Path;

    public long Bytes => Sizes.Sum(Files.Select(file => file.Size ?? 0));
}
