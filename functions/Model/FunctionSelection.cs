namespace Longshore.Model;

/// <summary>Reads <c>FUNCTIONS</c>.</summary>
internal static class FunctionSelection
{
    /// <summary>The options under which a wrong <c>FUNCTIONS</c> is reported together with all other settings.</summary>
    internal sealed class Outcome;

    /// <param name="text">
    /// Names separated by commas, in any letter case; null or blank selects all but <paramref name="onlyByName"/>.
    /// </param>
    /// <param name="known">Names of all functions.</param>
    /// <param name="problem">
    /// A sentence about names that are not known; else null. The names that are known are selected all the same.
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
