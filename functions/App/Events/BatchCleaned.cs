using Longshore.Core.Layout;

namespace Longshore.App.Events;

/// <summary>The outcome of a cleanup. Each uploaded or present file of the receipt is deleted, gone or kept.</summary>
public sealed record BatchCleaned
{
    public required string Batch { get; init; }
    public int Deleted { get; init; }

    /// <summary>Size of the deleted files.</summary>
    public long BytesFreed { get; init; }

    /// <summary>Files that had left the volume, such as after a second delivery.</summary>
    public int Gone { get; init; }

    /// <summary>Files kept, by reason.</summary>
    public Dictionary<string, int> Kept { get; init; } = [];

    /// <summary><c>Cleanup:DryRun</c> is set: <see cref="Deleted"/> counts files that were not deleted.</summary>
    public bool DryRun { get; init; }

    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? Duration { get; init; }
}
