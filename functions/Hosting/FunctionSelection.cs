using Longshore.Settings;

namespace Longshore.Hosting;

/// <summary>Reads <c>FUNCTIONS</c>.</summary>
internal static class FunctionSelection
{
    /// <param name="text">Names divided by commas, any letter case; null or blank selects all.</param>
    /// <param name="known">Names of all functions.</param>
    /// <exception cref="SettingsException">A name is not known.</exception>
    public static HashSet<string> Select(string? text, IReadOnlyList<string> known)
    {
        var all = new HashSet<string>(known, StringComparer.OrdinalIgnoreCase);
        if (string.IsNullOrWhiteSpace(text))
            return all;
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var strangers = names.Where(name => !all.Contains(name)).ToArray();
        return strangers.Length == 0 && names.Length > 0
            ? new(names, StringComparer.OrdinalIgnoreCase)
            : throw new SettingsException([$"FUNCTIONS holds '{text}'; it takes names divided by commas out of {string.Join(", ", known)}."]);
    }
}
