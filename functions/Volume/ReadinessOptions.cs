using System.ComponentModel.DataAnnotations;

namespace Longshore.Volumes;

/// <summary>Which files are ready to ship, for the scan and for the upload alike: settings <c>Schedule__*</c>.</summary>
[SettingsSection(Section)]
public sealed class ReadinessOptions : IValidatableObject
{
    public const string Section = "Schedule";

    /// <summary>
    /// How long a file must have been left alone, by mtime and ctime. PT2S to P365D, not below
    /// <see cref="VolumeOptions.LeastMinAge"/>; default PT2M.
    /// </summary>
    [Lasting("PT2S", "P365D")]
    public TimeSpan MinAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Globs separated by commas; a file must match one. Default <c>**</c>: all.</summary>
    [Filled]
    public string Include { get; set; } = "**";

    /// <summary>
    /// Globs separated by commas; a file that matches one is neither scanned, nor shipped where an event names it, nor deleted.
    /// They add to <see cref="IgnoreRules.BuiltIn"/> unless the first is <c>!builtin</c>; <c>.longshore/</c> is out of reach
    /// always. Default none.
    /// </summary>
    public string Exclude { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Problem(() => GlobSet.Parse(GlobList.Split(Include))) is { } including)
            yield return new($"{Section}__{nameof(Include)} holds '{Include}'; {including}");
        if (Problem(() => IgnoreRules.Of(Exclude)) is { } excluding)
            yield return new($"{Section}__{nameof(Exclude)} holds '{Exclude}'; {excluding}");
    }

    private static string? Problem(Func<GlobSet> parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
