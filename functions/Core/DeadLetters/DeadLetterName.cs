namespace Longshore.Core.DeadLetters;

/// <summary>
/// One event that died, once or often. Its objects share a key up to the first dot, so that one listing shows them all:
/// <c>{hash}.json</c> for the first death, <c>{hash}.{n}.json</c> for the death after the n-th replay, and
/// <c>{hash}.{n}.replayed.{m}.json</c> for the m-th time that death n was sent back. None is ever written twice.
/// </summary>
/// <param name="Stem">The whole key up to the dot.</param>
public readonly record struct DeadLetterName(string Stem)
{
    private const string Suffix = ".json";

    /// <summary>The beginning of all its keys.</summary>
    public string Prefix => Stem + ".";

    /// <summary>The key of death <paramref name="death"/>, counted from 0.</summary>
    public string Letter(int death) =>
        death == 0 ? Stem + Suffix : string.Create(CultureInfo.InvariantCulture, $"{Stem}.{death}{Suffix}");

    /// <summary>The key of the note that a death was sent back for the <paramref name="time"/>-th time, from 1.</summary>
    public string Replayed(int death, int time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stem}.{death}.replayed.{time}{Suffix}");

    /// <summary>Reads a key of either kind; false for anything else.</summary>
    /// <param name="death">Which death, from 0.</param>
    /// <param name="time">Which replay of it, from 1; 0 for the letter itself.</param>
    public static bool TryParse(string key, out DeadLetterName name, out int death, out int time)
    {
        (death, time) = (0, 0);
        var parts = key[(key.LastIndexOf('/') + 1)..].Split('.');
        name = new(key[..(key.LastIndexOf('/') + 1)] + parts[0]);
        return parts switch
        {
            [_, "json"] => true,
            [_, var n, "json"] => TryRead(n, out death) && death > 0 && key == name.Letter(death),
            [_, var n, "replayed", var m, "json"] =>
                TryRead(n, out death) && TryRead(m, out time) && time > 0 && key == name.Replayed(death, time),
            _ => false,
        };
    }

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
