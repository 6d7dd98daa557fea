using System.ComponentModel.DataAnnotations;
using Longshore.Settings;

namespace Longshore.Files;

/// <summary>Which files are ready to ship, for the scan and for the upload alike: settings <c>Schedule__*</c>.</summary>
[SettingsSection(Section)]
internal sealed class ReadinessOptions : IValidatableObject
{
    public const string Section = "Schedule";

    /// <summary>How long a file must have been left alone, by mtime and ctime. PT2S to P365D, default PT2M.</summary>
    [Lasting("PT2S", "P365D")]
    public TimeSpan MinAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Globs separated by commas; a file must match one. Default <c>**</c>: all.</summary>
    [Filled]
    public string Include { get; set; } = "**";

    /// <summary>
    /// Globs separated by commas; a file that matches one is skipped. Replaces the built-in list of temporary names and dotfiles;
    /// <c>.longshore/</c> is skipped always.
    /// </summary>
    public string Exclude { get; set; } = "*.tmp,*.part,.*,.*/";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, text) in new[] { (nameof(Include), Include), (nameof(Exclude), Exclude) })
        {
            if (Problem(text) is { } problem)
                yield return new($"{Section}__{name} holds '{text}'; {problem}");
        }
    }

    private static string? Problem(string text)
    {
        try
        {
            GlobSet.Parse(GlobList.Split(text));
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
