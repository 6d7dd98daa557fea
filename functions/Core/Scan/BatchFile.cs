namespace Longshore.Core.Scan;

/// <summary>One file of a batch.</summary>
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
