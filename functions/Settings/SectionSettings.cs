namespace Longshore.Settings;

/// <summary>The settings that one options class takes from a section; several classes may share a section.</summary>
public sealed record SectionSettings(string Section, IReadOnlyList<Setting> Settings)
{
    /// <summary>Every setting of a section, whichever class takes it.</summary>
    public static IReadOnlyList<Setting> Of(string section, IEnumerable<SectionSettings> all) =>
        [.. all.Where(each => each.Section == section).SelectMany(each => each.Settings)];
}
