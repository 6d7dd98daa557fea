using Longshore.Core.Layout;

namespace Longshore.App.Events;

/// <summary>What cleanup did with a receipt's uploaded and present files: each is deleted, gone or kept.</summary>
public sealed record BatchCleaned
{
    public required string Batch { get; init; }

    public int Deleted { get; init; }

    /// <summary>Size of the deleted files.</summary>
    public long BytesFreed { get; init; }

    /// <summary>Files that were not on the volume any more, as after a second delivery.</summary>
    public int Gone { get; init; }

    /// <summary>Files kept, by reason.</summary>
    public Dictionary<string, int> Kept { get; init; } = [];

    /// <summary>
    /// Nothing was deleted because <c>Cleanup:DryRun</c> is set; <see cref="Deleted"/> is what would have been.
    /// </summary>
    public bool DryRun { get; init; }

    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? Duration { get; init; }
}
