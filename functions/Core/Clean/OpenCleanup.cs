namespace Longshore.Core.Clean;

/// <summary>A begun record without an outcome.</summary>
internal sealed class OpenCleanup(CleanupPair listed, BegunCleanup begun)
{
    private readonly SortedDictionary<string, string> _kept = new(begun.Kept, StringComparer.Ordinal);

    public CleanupPair Listed => listed;

    /// <summary>Files that are neither in place nor in the trash.</summary>
    public List<BegunFile> Missing { get; } = [];

    /// <summary>Missing files that another outcome counts as deleted.</summary>
    public HashSet<BegunFile> Elsewhere { get; } = [];

    /// <summary>False if it is unknown which cleanup deleted a file; then the record stays open.</summary>
    public bool IsCertain { get; set; } = true;

    public void Look(VolumeRoot root)
    {
        try
        {
            var held = root.Holds(begun.Batch, [.. begun.Files.Select(file => new SoughtFile(file.VolumePath(), file.IsSame))]);
            for (var i = 0; i < held.Length; i++)
            {
                if (held[i])
                    _kept[begun.Files[i].Path] = Reasons.NotReached;
                else
                    Missing.Add(begun.Files[i]);
            }
        }
        catch (VolumeFileException)
        {
            // Unknown counts neither as deleted nor as kept.
            IsCertain = false;
        }
    }

    public CleanupOutcome Outcome(BegunFile[] deleted, DateTimeOffset now) => new()
    {
        Schema = CleanupOutcome.CurrentSchema,
        Batch = begun.Batch,
        VolumeName = begun.Volume,
        Receipt = begun.Receipt,
        StartedAt = begun.StartedAt,
        FinishedAt = now,
        DryRun = begun.DryRun,
        Deleted = deleted.Length,
        BytesFreed = CleanupOutcome.Freed(deleted.Select(file => file.Size)),
        Gone = begun.Gone + Missing.Count - deleted.Length,
        Kept = _kept,
        GoneMeanwhile = Missing.Count > deleted.Length ? [.. Missing.Except(deleted).Select(file => file.Path)] : null,
        Interrupted = true,
    };
}
