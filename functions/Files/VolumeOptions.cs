using Longshore.Settings;

namespace Longshore.Files;

/// <summary>The mounted volume: settings <c>Volume__*</c>.</summary>
internal sealed class VolumeOptions
{
    public const string Section = "Volume";

    /// <summary>The mounted directory, absolute. Default <c>/data</c>.</summary>
    [Filled]
    public string Root { get; set; } = "/data";

    /// <summary>
    /// A file beneath the root that must exist before the mount is trusted; guards against an empty directory where the
    /// mount has failed. Relative path; none by default.
    /// </summary>
    public string? Sentinel { get; set; }

    /// <summary>Whether inode numbers survive a remount (false for 9p and SMB). Default true.</summary>
    public bool StableInodes { get; set; } = true;

    /// <summary>
    /// The least age that a setting or an event may ask for: a file that was written to more recently is never shipped. PT2S, within which a
    /// clock tick can hide a change, to P365D; default PT2S.
    /// </summary>
    [Lasting("PT2S", "P365D")]
    public TimeSpan LeastMinAge { get; set; } = TimeSpan.FromSeconds(2);
}
