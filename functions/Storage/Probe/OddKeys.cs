namespace Longshore.Storage.Probe;

/// <summary>Kinds of keys that some layer between here and the disk may take for another key.</summary>
[Flags]
internal enum OddKeys
{
    None = 0,

    /// <summary><c>a//b</c>, or a slash in front.</summary>
    EmptySegments = 1,

    /// <summary><c>a/./b</c> or <c>a/../b</c>.</summary>
    DotSegments = 2,

    /// <summary>A percent sign of the key itself: <c>a%2Fb</c>.</summary>
    PercentSigns = 4,
}

/// <summary>Tells which kind a key is of.</summary>
internal static class OddKey
{
    public static OddKeys KindsOf(string key)
    {
        var kinds = key.Contains('%', StringComparison.Ordinal) ? OddKeys.PercentSigns : OddKeys.None;
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
