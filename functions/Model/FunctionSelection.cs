namespace Longshore.Model;

/// <summary>Reads <c>FUNCTIONS</c>.</summary>
internal static class FunctionSelection
{
    /// <summary>
    /// Takes what is wrong with <c>FUNCTIONS</c> to where all settings are checked, so that it is reported with the others.
    /// </summary>
    internal sealed class Outcome;

    /// <param name="text">
    /// Names divided by commas, any letter case; null or blank selects all but <paramref name="onlyByName"/>.
    /// </param>
    /// <param name="known">Names of all functions.</param>
    /// <param name="onlyByName">Names of those that have to be named.</param>
    /// <param name="problem">
    /// What is wrong with it, in a sentence; null if every name is known. The names that are known are selected all the same.
    /// </param>
    public static HashSet<string> Select(
        string? text, IReadOnlyList<string> known, IReadOnlySet<string> onlyByName, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(text))
            return new(known.Where(name => !onlyByName.Contains(name)), StringComparer.OrdinalIgnoreCase);
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var selected =
            new HashSet<string>(names.Intersect(known, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        if (names.Length == 0 || names.Any(name => !selected.Contains(name)))
            problem = $"FUNCTIONS holds '{text}'; it takes names divided by commas out of {string.Join(", ", known)}.";
        return selected;
    }
}
