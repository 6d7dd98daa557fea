namespace Longshore.Core.Scan;

/// <summary>
/// Asks for a scan of the volume. Everything is optional; what is absent comes from the settings. A member that is not known is
/// refused: a misspelt prefix would ship the whole volume.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScanRequested
{
    /// <summary>
    /// Scan only paths that start with this text, such as <c>2026-11-22T10/</c>; relative to the volume's root.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>Globs; a file must match one of them. Replaces <c>Schedule:Include</c>.</summary>
    public string[]? Include { get; init; }

    /// <summary>Globs; a file that matches one is skipped, in addition to the ignore list.</summary>
    public string[]? Exclude { get; init; }

    /// <summary>How long a file must have been left alone; at least PT2S. Replaces <c>Schedule:MinAge</c>.</summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? MinAge { get; init; }

    /// <summary>Report what would be shipped and emit no batch.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Start after this path, in byte order: the cursor of a scan that was continued.</summary>
    public string? After { get; init; }

    /// <summary>Whether it leaves out nothing that the settings take, but for what comes before <see cref="After"/>.</summary>
    internal bool IsWholeVolume() =>
        string.IsNullOrEmpty(Prefix) && Include is null or { Length: 0 } && Exclude is null or { Length: 0 };
}
