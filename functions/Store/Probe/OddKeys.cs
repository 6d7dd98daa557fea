namespace Longshore.Store.Probe;

/// <summary>Kinds of keys that some layer between here and the disk may take for another key.</summary>
[Flags]
public enum OddKeys
{
    None = 0,

    /// <summary><c>a//b</c>, or a slash in front.</summary>
    EmptySegments = 1,

    /// <summary><c>a/./b</c> or <c>a/../b</c>.</summary>
    DotSegments = 2,

    /// <summary>A percent sign of the key itself: <c>a%2Fb</c>.</summary>
    PercentSigns = 4,

    /// <summary>A blank.</summary>
    Blanks = 8,

    /// <summary>A plus sign, which in a URL may stand for a blank.</summary>
    PlusSigns = 16,

    /// <summary>Anything that is not ASCII.</summary>
    BeyondAscii = 32,

    All = EmptySegments | DotSegments | PercentSigns | Blanks | PlusSigns | BeyondAscii,
}

/// <summary>Tells which kind a key is of.</summary>
public static class OddKey
{
    private static readonly SearchValues<char> Usual =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    public static OddKeys KindsOf(string key)
    {
        var kinds = OddKeys.None;
        if (key.AsSpan().ContainsAnyExcept(Usual))
        {
            kinds |= key.Contains('%', StringComparison.Ordinal) ? OddKeys.PercentSigns : OddKeys.None;
            kinds |= key.Contains(' ', StringComparison.Ordinal) ? OddKeys.Blanks : OddKeys.None;
            kinds |= key.Contains('+', StringComparison.Ordinal) ? OddKeys.PlusSigns : OddKeys.None;
            kinds |= Ascii.IsValid(key) ? OddKeys.None : OddKeys.BeyondAscii;
        }

        if (key.StartsWith('/') || key.Contains("//", StringComparison.Ordinal))
            kinds |= OddKeys.EmptySegments;
        if (key.StartsWith('.') || key.Contains("/.", StringComparison.Ordinal))
        {
            foreach (var segment in key.Split('/'))
            {
                if (segment is "." or "..")
                    kinds |= OddKeys.DotSegments;
            }
        }

        return kinds;
    }
}
