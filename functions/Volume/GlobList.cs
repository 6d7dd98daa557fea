namespace Longshore.Volumes;

/// <summary>Splits a setting that holds several globs: at commas, but not at those between braces.</summary>
public static class GlobList
{
    public static IReadOnlyList<string> Split(string text)
    {
        var globs = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ',';
            if (c == '{')
                depth++;
            else if (c == '}' && depth > 0)
                depth--;
            if (i < text.Length && (c != ',' || depth > 0))
                continue;
            if (text[start..i].Trim() is { Length: > 0 } glob)
                globs.Add(glob);
            start = i + 1;
        }

        return globs;
    }
}
