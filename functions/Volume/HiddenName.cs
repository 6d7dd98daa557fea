namespace Longshore.Volumes;

/// <summary>
/// The name that a file gets in its own folder while it is deleted from a volume too full for a trash folder:
/// <c>.longshore-trash-{8 hex digits}-{name}</c>. It carries the file's name, so that whoever finds it after a kill can put it
/// back.
/// </summary>
public static class HiddenName
{
    private const int Digits = 8;
    private const int Utf8LongestRune = 4;
    private const string Start = ".longshore-trash-";
    private const int Longest = VolumePath.MaximumComponentBytes - 26; // Start, digits and a hyphen

    /// <summary>A new one, with a NUL behind it.</summary>
    /// <param name="name">
    /// The file's name, NUL-terminated. Whoever puts the file back gives it what <see cref="Kept"/> says of it.
    /// </param>
    public static byte[] For(ReadOnlySpan<byte> name) =>
        [.. Encoding.ASCII.GetBytes($"{Start}{Guid.NewGuid().ToString("N")[..Digits]}-"), .. Kept(name[..^1]), 0];

    /// <summary>
    /// What such a name carries of a file's name: all of it up to 229 bytes, else its beginning, cut at a character.
    /// </summary>
    public static ReadOnlySpan<byte> Kept(ReadOnlySpan<byte> name)
    {
        var length = Math.Min(name.Length, Longest);
        while (length < name.Length && length > 1 && (name[length] & 0xC0) == 0x80)
            length--;
        return name[..length];
    }

    /// <summary>Whether a name may be the beginning of one that was cut.</summary>
    public static bool MayBeCut(ReadOnlySpan<byte> name) => name.Length is > Longest - Utf8LongestRune and <= Longest;

    /// <summary>The file's own name, if a name is such a one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> hidden, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (hidden.Length <= Start.Length + Digits + 1 || !hidden.StartsWith(".longshore-trash-"u8)
            || hidden[Start.Length + Digits] != (byte)'-')
            return false;
        foreach (var digit in hidden.Slice(Start.Length, Digits))
        {
            if (!char.IsAsciiHexDigitLower((char)digit))
                return false;
        }

        name = hidden[(Start.Length + Digits + 1)..];
        return true;
    }

    /// <summary>Whether a file of this name may stand under that hidden name.</summary>
    public static bool MayBeOf(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> name) =>
        TryRead(hidden, out var own) && own.SequenceEqual(Kept(name));

    /// <summary>Whether the last component of a path is such a name.</summary>
    public static bool Ends(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name.StartsWith(Start, StringComparison.Ordinal) && TryRead(Encoding.UTF8.GetBytes(name.ToString()), out _);
    }
}
