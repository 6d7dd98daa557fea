using Longshore.Store.Identity;

namespace Longshore.Store.Probe;

/// <summary>Kinds of keys that a store, or a proxy before it, may take for another key.</summary>
[Flags]
public enum OddKeys
{
    None = 0,

    /// <summary><c>a//b</c>, or a leading slash.</summary>
    EmptySegments = 1,

    /// <summary><c>a/./b</c> or <c>a/../b</c>.</summary>
    DotSegments = 2,

    /// <summary>A percent sign in the key: <c>a%2Fb</c>.</summary>
    PercentSigns = 4,

    Blanks = 8,

    /// <summary>A plus sign, which can mean a space in a URL.</summary>
    PlusSigns = 16,

    BeyondAscii = 32,

    All = EmptySegments | DotSegments | PercentSigns | Blanks | PlusSigns | BeyondAscii,
}

/// <summary>Tells of which kinds a key is.</summary>
public static class OddKey
{
    public static OddKeys KindsOf(string key)
    {
        var kinds = OddKeys.None;
        if (key.AsSpan().ContainsAnyExcept(BucketEndpoint.Plain))
        {
            kinds |= key.Contains('%', StringComparison.Ordinal) ? OddKeys.PercentSigns : OddKeys.None;
            kinds |= key.Contains(' ', StringComparison.Ordinal) ? OddKeys.Blanks : OddKeys.None;
            kinds |= key.Contains('+', StringComparison.Ordinal) ? OddKeys.PlusSigns : OddKeys.None;
            kinds |= Ascii.IsValid(key) ? OddKeys.None : OddKeys.BeyondAscii;
        }

        if (key.StartsWith('/') || key.Contains("//", StringComparison.Ordinal))
            kinds |= OddKeys.EmptySegments;
        if ((key.StartsWith('.') || key.Contains("/.", StringComparison.Ordinal))
            && key.Split('/').Any(static segment => segment is "." or ".."))
            kinds |= OddKeys.DotSegments;
        return kinds;
    }
}
