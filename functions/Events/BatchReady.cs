using System.Text.Json.Serialization;
using Longshore.Files;

namespace Longshore.Events;

/// <summary>Names files that are ready to ship: at most 1,000, and at most 64 KiB as an event.</summary>
internal sealed record BatchReady
{
    /// <summary>The sender's label, kept for logs. Sync computes the batch's real id itself and trusts no label.</summary>
    public string? Batch { get; init; }

    /// <summary>How long a file must have been left alone; at least PT2S. Replaces <c>Schedule:MinAge</c>.</summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? MinAge { get; init; }

    /// <summary>The files; each path once.</summary>
    public required BatchFile[] Files { get; init; }
}

/// <summary>One file of a batch.</summary>
internal sealed record BatchFile
{
    /// <summary>Path relative to the volume's root, <c>/</c> between components.</summary>
    [JsonRequired]
    public string Path { get; set; } = "";

    /// <summary>Bytes when the sender saw it. A file that differs now is deferred.</summary>
    public long? Size { get; set; }

    /// <summary>mtime when the sender saw it. A file that differs now is deferred.</summary>
    public Timestamp? Modified { get; set; }
}
