using Longshore.Core.Layout;

namespace Longshore.App.Events;

/// <summary>
/// The outcome of a batch: <c>planned = uploaded + present + deferred + missing + failed + remaining</c>. These numbers are for
/// people and dashboards. The proof is the receipt that the event's <c>dataref</c> names.
/// </summary>
public sealed record BatchSynced
{
    public required string Batch { get; init; }

    /// <summary>Files that the event named.</summary>
    public int Planned { get; init; }

    /// <summary>Files that this attempt put into S3.</summary>
    public int Uploaded { get; init; }

    /// <summary>Files of which S3 already held the same bytes.</summary>
    public int Present { get; init; }

    /// <summary>Files that were not ready or changed during the upload; the next scan finds them again.</summary>
    public int Deferred { get; init; }

    /// <summary>How many of the deferred files were too young.</summary>
    public int TooYoung { get; init; }

    /// <summary>When the last of these files is old enough, if no more changes come; absent if there are none.</summary>
    public Timestamp? OldEnoughAt { get; init; }

    /// <summary>Files that have left the volume.</summary>
    public int Missing { get; init; }

    /// <summary>Files that could not be shipped; the receipt says why.</summary>
    public int Failed { get; init; }

    /// <summary>Files that were not started before the deadline; they get a batch of their own.</summary>
    public int Remaining { get; init; }
    public long BytesUploaded { get; init; }
    public long BytesPresent { get; init; }

    /// <summary>From the start of the attempt to its receipt.</summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? Duration { get; init; }
}
