namespace Longshore.Settings;

/// <summary>Finds names in the configuration that are meant as settings and are none. They would be ignored in silence.</summary>
public static class SettingNames
{
    /// <summary>A sentence for each name of a section that is no setting of it.</summary>
    /// <param name="known">The settings of the section.</param>
    public static IEnumerable<string> Unknown(IConfigurationSection section, IReadOnlyList<Setting> known) =>
        section.GetChildren()
            .Where(child => !known.Any(each => each.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(child => $"{section.Key}__{child.Key} is not a setting; the nearest is "
                + $"{section.Key}__{NearestName.Of(child.Key, known.Select(static each => each.Name))}.");

    /// <summary>
    /// A sentence for each name outside of the sections that looks like a setting, such as <c>Syn__Concurrency</c> and
    /// <c>S3_Bucket</c>. The environment also has names of other programs: in capitals only the letters of a setting count, and
    /// only if the setting itself has no value.
    /// </summary>
    /// <param name="known">The settings of all functions.</param>
    public static IEnumerable<string> Near(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        var all = known.SelectMany(static each => each.Settings.Select(setting => $"{each.Section}__{setting.Name}"))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var sections = known.Select(static each => each.Section).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in configuration.GetChildren().Where(child => !sections.Contains(child.Key)).SelectMany(Names))
        {
            var nearest = all.MinBy(each => NearestName.Distance(Letters(name), Letters(each)));
            if (nearest is null)
                continue;
            var distance = NearestName.Distance(Letters(name), Letters(nearest));
            var isMeant = name.Any(char.IsAsciiLetterLower)
                ? distance <= Math.Max(1, Letters(nearest).Length / 8)
                : distance == 0 && configuration[nearest.Replace("__", ":", StringComparison.Ordinal)] is null or "";
            if (isMeant)
                yield return $"{name} is not a setting; the nearest is {nearest}.";
        }
    }

    /// <summary>As environment variables: the name itself, and each name with two underscores that begins with it.</summary>
    private static IEnumerable<string> Names(IConfigurationSection top) =>
        top.GetChildren().Select(child => $"{top.Key}__{child.Key}").Prepend(top.Key);

    private static string Letters(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
