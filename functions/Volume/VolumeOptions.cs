using System.ComponentModel.DataAnnotations;

namespace Longshore.Volumes;

/// <summary>The mounted volume: settings <c>Volume__*</c>.</summary>
public sealed class VolumeOptions : IValidatableObject
{
    public const string Section = "Volume";
    private const int LongestName = 256;

    /// <summary>
    /// The volume's name in receipts, scans and notes of uploads, so that several volumes can share a bucket: in a cluster
    /// <c>namespace/claim</c>. Required, but not by <c>longshore ship</c>.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>The mounted directory, absolute. Default <c>/data</c>.</summary>
    [Filled]
    public string Root { get; set; } = "/data";

    /// <summary>
    /// A file that must exist beneath the root, so that an empty directory is not taken for the volume if the mount fails. A
    /// relative path; none by default.
    /// </summary>
    public string? Sentinel { get; set; }

    /// <summary>Whether inode numbers stay the same after a remount (false for 9p and SMB). Default true.</summary>
    public bool StableInodes { get; set; } = true;

    /// <summary>
    /// The least age that a setting or an event may ask for: a file that was written to later is never shipped. PT2S to P365D;
    /// within less than PT2S a clock tick can hide a change. Default PT2S.
    /// </summary>
    [Lasting("PT2S", "P365D")]
    public TimeSpan LeastMinAge { get; set; } = TimeSpan.FromSeconds(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return new(
                "Volume__Name is empty; name the volume as NAMESPACE/CLAIM, such as default/data, and no two volumes of one "
                + "bucket alike.");
        else if (Name.Length > LongestName || Name.Any(char.IsControl) || Name.Any(char.IsSurrogate))
            yield return new(
                $"Volume__Name holds '{Name}'; it takes up to {LongestName} letters, digits and signs, such as default/data.");
    }
}
