using System.ComponentModel.DataAnnotations;
using System.Xml;
using Microsoft.Extensions.Options;

namespace Longshore.Volumes;

/// <summary>Which files are ready to ship, for the scan and for the upload alike: settings <c>Schedule__*</c>.</summary>
[SettingsSection(Section)]
public sealed class ReadinessOptions : IValidatableObject
{
    public const string Section = "Schedule";

    private const string LeastAge = "PT2S";

    internal static TimeSpan Least { get; } = XmlConvert.ToTimeSpan(LeastAge);

    /// <summary>
    /// For how long a file must not have been changed, by mtime and ctime. PT2S to P365D, not below
    /// <see cref="VolumeOptions.LeastMinAge"/>; default PT2M.
    /// </summary>
    [Lasting(LeastAge, "P365D")]
    public TimeSpan MinAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Globs separated by commas; a file must match one. Default <c>**</c>: all.</summary>
    [Filled]
    public string Include { get; set; } = "**";

    /// <summary>
    /// Globs separated by commas. A file that matches one is not scanned, shipped or deleted, even if an event names it. They are
    /// added to <see cref="IgnoreRules.BuiltIn"/>, unless the first is <c>!builtin</c>. Default none. <c>.longshore/</c> is
    /// always excluded.
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

/// <summary>Checks that <c>Schedule__MinAge</c> is not below <c>Volume__LeastMinAge</c>.</summary>
/// <param name="volume">A monitor, because a wrong setting of the volume must not hide those of other sections.</param>
public sealed class LeastMinAgeCheck(IOptionsMonitor<VolumeOptions> volume) : IValidateOptions<ReadinessOptions>
{
    public ValidateOptionsResult Validate(string? name, ReadinessOptions options) =>
        // An age below every limit is refused by the setting itself.
        options.MinAge < volume.CurrentValue.LeastMinAge && options.MinAge >= ReadinessOptions.Least
            ? ValidateOptionsResult.Fail($"Schedule__MinAge holds {DurationText.Of(options.MinAge)}; "
                + $"Volume__LeastMinAge allows no less than {DurationText.Of(volume.CurrentValue.LeastMinAge)}.")
            : ValidateOptionsResult.Success;

    /// <summary>What is wrong with the age that an event asks for; null if nothing.</summary>
    public static string? Problem(TimeSpan? minAge, TimeSpan least) => minAge < least
        ? $"The data's 'minAge' is {XmlConvert.ToString(minAge.Value)}; Volume__LeastMinAge allows no less than "
            + $"{XmlConvert.ToString(least)}."
        : null;
}
