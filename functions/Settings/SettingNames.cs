namespace Longshore.Settings;

/// <summary>Finds misspelt names of settings, which would otherwise be ignored silently.</summary>
public static class SettingNames
{
    /// <summary>Sections whose names few other programs use in capitals.</summary>
    private static readonly string[] OwnWords = ["S3", "Schedule", "Sync", "Cleanup"];

    /// <summary>A sentence for each name of a section that is no setting of it.</summary>
    /// <param name="known">The settings of the section.</param>
    public static IEnumerable<string> Unknown(IConfigurationSection section, IReadOnlyList<Setting> known) =>
        section.GetChildren()
            .Where(child => !known.Any(each => each.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(child => $"{section.Key}__{child.Key} is not a setting; the nearest is "
                + $"{section.Key}__{NearestName.Of(child.Key, known.Select(static each => each.Name))}.");

    /// <summary>
    /// A sentence for each name outside of the sections that looks like a setting, such as <c>Syn__Concurrency</c> or
    /// <c>S3_Bucket</c>. Other programs have variables too, such as <c>VOLUME_NAME</c>. A name in capitals therefore counts only
    /// if its letters are those of a setting of <see cref="OwnWords"/>, and that setting has no value.
    /// </summary>
    /// <param name="known">The settings of all functions.</param>
    public static IEnumerable<string> Near(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        var all = known.SelectMany(static each => each.Settings.Select(setting => $"{each.Section}__{setting.Name}"))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(static name => (Name: name, Key: name.Replace("__", ":", StringComparison.Ordinal), Letters: Letters(name)))
            .ToArray();
        var sections = known.Select(static each => each.Section).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in configuration.GetChildren().Where(child => !sections.Contains(child.Key)).SelectMany(Names))
        {
            var (letters, isInCapitals) = (Letters(name), !name.Any(char.IsAsciiLetterLower));
            var nearest = all.Where(each => isInCapitals
                    ? each.Letters == letters && string.IsNullOrEmpty(configuration[each.Key])
                        && Array.Exists(OwnWords, own => each.Name.StartsWith($"{own}__", StringComparison.Ordinal))
                    : IsNear(letters, each.Letters))
                .Select(static each => each.Name).MinBy(each => NearestName.Distance(letters, Letters(each)));
            if (nearest is not null)
                yield return $"{name} is not a setting; the nearest is {nearest}.";
        }
    }

    /// <summary>Whether at most an eighth of the letters differ. Few names need the whole comparison.</summary>
    private static bool IsNear(string letters, string known)
    {
        var most = Math.Max(1, known.Length / 8);
        return Math.Abs(letters.Length - known.Length) <= most && NearestName.Distance(letters, known) <= most;
    }

    /// <summary>As environment variables: the name itself, and each name with two underscores that begins with it.</summary>
    private static IEnumerable<string> Names(IConfigurationSection top) =>
        top.GetChildren().Select(child => $"{top.Key}__{child.Key}").Prepend(top.Key);

    private static string Letters(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
