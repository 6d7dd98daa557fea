using Longshore.Core.Layout;
using Longshore.Core.Scan;

namespace Longshore.App.Events;

/// <summary>
/// Names files that are ready to ship, at most 10,000. If the event would have more than 64 KiB, its <c>dataref</c> names a list
/// of them instead.
/// </summary>
public sealed record BatchReady
{
    /// <summary>The sender's label, for logs. Sync computes the batch's id itself.</summary>
    public string? Batch { get; init; }

    /// <summary>Least time since the last change of a file; at least PT2S. Replaces <c>Schedule:MinAge</c>.</summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? MinAge { get; init; }

    /// <summary>The files; each path once. Absent if <c>dataref</c> names a list.</summary>
    public BatchFile[]? Files { get; init; }
}
