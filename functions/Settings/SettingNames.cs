namespace Longshore.Settings;

/// <summary>Finds misspelt names of settings, which would otherwise be ignored silently.</summary>
public static class SettingNames
{
    /// <summary>Sections whose names few other programs use in capitals.</summary>
    private static readonly string[] OwnWords = ["Schedule", "Sync", "Cleanup"];

    /// <summary>A section whose name many other programs use in capitals, such as <c>S3_BUCKET</c>.</summary>
    private const string SharedWord = "S3";

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
        var all = All(known);
        foreach (var name in Outside(configuration, known))
        {
            var letters = Letters(name);
            var nearest = IsInCapitals(name)
                ? OfCapitals(configuration, all, letters, OwnWords)
                : all.Where(each => IsNear(letters, each.Letters))
                    .Select(static each => each.Name).MinBy(each => NearestName.Distance(letters, Letters(each)));
            if (nearest is null)
                continue;
            // An environment variable of that name would be a setting.
            yield return name.Equals(nearest, StringComparison.OrdinalIgnoreCase)
                ? $"{name} is not a setting in a file, where only the environment has '__'; write "
                    + $"\"{name.Replace("__", ":", StringComparison.Ordinal)}\"."
                : $"{name} is not a setting; the nearest is {nearest}.";
        }
    }

    /// <summary>
    /// A sentence for each name in capitals that another program may own, such as <c>S3_PREFIX</c>, if the setting with these
    /// letters has no value. It does not prevent a start.
    /// </summary>
    /// <param name="known">The settings of all functions.</param>
    public static IEnumerable<string> Ignored(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        var all = All(known);
        return Outside(configuration, known).Where(IsInCapitals)
            .Select(name => (Name: name, Setting: OfCapitals(configuration, all, Letters(name), SharedWord)))
            .Where(static each => each.Setting is not null)
            .Select(static each => $"{each.Name} is ignored, as it may belong to another program. If it is meant for Longshore, "
                + $"set {each.Setting}.");
    }

    private static (string Name, string Key, string Letters)[] All(IReadOnlyCollection<SectionSettings> known) =>
    [
        .. known.SelectMany(static each => each.Settings.Select(setting => $"{each.Section}__{setting.Name}"))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(static name => (name, name.Replace("__", ":", StringComparison.Ordinal), Letters(name))),
    ];

    /// <summary>The names that are in no section of Longshore.</summary>
    private static IEnumerable<string> Outside(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        var sections = known.Select(static each => each.Section).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return configuration.GetChildren().Where(child => !sections.Contains(child.Key)).SelectMany(Names);
    }

    /// <summary>The setting of one of the sections with these letters, if it has no value.</summary>
    private static string? OfCapitals(IConfiguration configuration, (string Name, string Key, string Letters)[] all,
        string letters, params string[] sections) =>
        all.Where(each => each.Letters == letters && string.IsNullOrEmpty(configuration[each.Key])
            && Array.Exists(sections, own => each.Name.StartsWith($"{own}__", StringComparison.Ordinal)))
            .Select(static each => each.Name).FirstOrDefault();

    private static bool IsInCapitals(string name) => !name.Any(char.IsAsciiLetterLower);

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
