namespace Longshore.Core.Scan;

/// <summary>
/// Requests a scan of the volume. Every member is optional and replaces a setting. An unknown member is refused: a misspelt
/// prefix would ship the whole volume.
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

    /// <summary>Globs; a file that matches one is skipped, like those of the ignore list.</summary>
    public string[]? Exclude { get; init; }

    /// <summary>How long a file must be unchanged; at least PT2S. Replaces <c>Schedule:MinAge</c>.</summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? MinAge { get; init; }

    /// <summary>Count the files that would be shipped, and emit no batch.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Start after this path, in byte order: where an earlier scan was cut.</summary>
    public string? After { get; init; }

    /// <summary>Whether it takes all files that the settings take, from <see cref="After"/> on.</summary>
    internal bool IsWholeVolume() =>
        string.IsNullOrEmpty(Prefix) && Include is null or { Length: 0 } && Exclude is null or { Length: 0 };
}
