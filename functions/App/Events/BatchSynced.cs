using Longshore.Core.Layout;

namespace Longshore.App.Events;

/// <summary>
/// What became of a batch. <c>planned = uploaded + present + deferred + missing + failed + remaining</c>. The proof is the
/// receipt that the event's <c>dataref</c> names; these numbers are for people and dashboards.
/// </summary>
public sealed record BatchSynced
{
    public required string Batch { get; init; }

    /// <summary>Files the event named.</summary>
    public int Planned { get; init; }

    /// <summary>Files put into S3 by this attempt.</summary>
    public int Uploaded { get; init; }

    /// <summary>Files of which S3 already held the same bytes.</summary>
    public int Present { get; init; }

    /// <summary>Files not ready or changed while read; they come back at the next scan.</summary>
    public int Deferred { get; init; }

    /// <summary>How many of the deferred files were too young.</summary>
    public int TooYoung { get; init; }

    /// <summary>When the last of these files is old enough if nobody writes to them; absent if there are none.</summary>
    public Timestamp? OldEnoughAt { get; init; }

    /// <summary>Files that are not on the volume any more.</summary>
    public int Missing { get; init; }

    /// <summary>Files that could not be shipped; the receipt says why.</summary>
    public int Failed { get; init; }

    /// <summary>Files not started before the deadline; they travel on in a batch of their own.</summary>
    public int Remaining { get; init; }

    public long BytesUploaded { get; init; }

    public long BytesPresent { get; init; }

    /// <summary>From the start of the attempt to its receipt.</summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? Duration { get; init; }
}
