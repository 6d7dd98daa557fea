namespace Longshore.Settings;

/// <summary>Prepares a section for the binder, which cannot read ISO 8601 and gives poor messages.</summary>
public static class SettingsSection
{
    /// <summary>A configuration with the section's settings at its root, in the form that the binder reads.</summary>
    /// <exception cref="OptionsValidationException">
    /// Settings are unknown or hold the wrong kind of text; the message names them all.
    /// </exception>
    /// <param name="mine">The settings to read.</param>
    /// <param name="known">Those, and the settings that other options classes take from the section.</param>
    public static IConfiguration Read(
        IConfigurationSection section, string name, IReadOnlyList<Setting> mine, IReadOnlyList<Setting> known)
    {
        var errors = SettingNames.Unknown(section, known).ToList();
        var values = new Dictionary<string, string?>();
        foreach (var child in section.GetChildren())
        {
            var setting = known.FirstOrDefault(each => each.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (setting is null || !mine.Contains(setting))
                continue;
            if (setting.IsList && child.Value is { } list)
                AddList(values, setting.Name, list);
            else if (child.Value is not { } text)
                CopyParts(values, errors, child, name, setting);
            else if (text.Length == 0 && setting.Type != typeof(string))
                continue;
            else if (setting.Refuse(text, out var normal) is { } takes)
                errors.Add($"{name}__{setting.Name} holds '{text}'; it takes {takes}.");
            else
                values[setting.Name] = normal;
        }

        return errors.Count == 0
            ? new ConfigurationBuilder().AddInMemoryCollection(values).Build()
            : throw new OptionsValidationException(name, typeof(Setting), errors);
    }

    private static void AddList(Dictionary<string, string?> values, string name, string list)
    {
        var items = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var (index, item) in items.Index())
            values[$"{name}:{index}"] = item;
    }

    private static void CopyParts(
        Dictionary<string, string?> values, List<string> errors, IConfigurationSection from, string name, Setting setting)
    {
        foreach (var part in from.GetChildren())
        {
            if (setting.HasParts)
                values[$"{setting.Name}:{part.Key}"] = part.Value;
            else
                errors.Add($"{name}__{setting.Name} takes one value, not {name}__{setting.Name}__{part.Key}.");
        }
    }
}
