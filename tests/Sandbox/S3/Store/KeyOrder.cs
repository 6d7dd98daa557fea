namespace Longshore.Sandbox.S3.Store;

/// <summary>
/// S3's order of keys: by the bytes of their UTF-8 form. It differs from UTF-16 ordinal order only where a surrogate
/// meets U+E000 to U+FFFF, which it must follow.
/// </summary>
internal sealed class KeyOrder : IComparer<string>
{
    public static readonly KeyOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        var at = a.CommonPrefixLength(b);
        if (at == a.Length || at == b.Length)
            return a.Length - b.Length;
        return Rank(a[at]) - Rank(b[at]);
    }

    private static int Rank(char c) => c switch
    {
        >= '\uE000' => c - 0x800,
        >= '\uD800' => c + 0x2000,
        _ => c,
    };
}
