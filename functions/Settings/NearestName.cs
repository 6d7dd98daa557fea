namespace Longshore.Settings;

/// <summary>Guesses the name behind a typing error.</summary>
public static class NearestName
{
    /// <summary>
    /// The known name with the smallest Levenshtein distance, in any letter case; the first if several have it.
    /// </summary>
    public static string Of(string typed, IEnumerable<string> known) =>
        known.MinBy(name => Distance(typed.ToUpperInvariant(), name.ToUpperInvariant()))!;

    /// <summary>The same, if at most a third of its letters differ; else null.</summary>
    public static string? Close(string typed, IReadOnlyCollection<string> known) =>
        known.Count > 0 && Of(typed, known) is var name
        && Distance(typed.ToUpperInvariant(), name.ToUpperInvariant()) <= Math.Max(1, name.Length / 3)
            ? name
            : null;

    /// <summary>The Levenshtein distance: how many letters are added, left out or replaced.</summary>
    internal static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
