using System.Buffers;

namespace Longshore.Volumes;

/// <summary>
/// The name that a file has in its own folder while it is deleted from a volume that is too full for a trash folder:
/// <c>.longshore-trash-{8 hex digits}-{name}</c>. It holds the file's name, so that the file can be put back after a kill.
/// </summary>
public static class HiddenName
{
    private const int Digits = 8;
    private const int Utf8LongestRune = 4;
    private const string Start = ".longshore-trash-";
    private const int Longest = VolumePath.MaximumComponentBytes - 26; // Start, digits and a hyphen

    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>A new hidden name with a NUL at the end.</summary>
    /// <param name="name">The file's name with a NUL at the end. The hidden name holds <see cref="Kept"/> of it.</param>
    public static byte[] For(ReadOnlySpan<byte> name) =>
        [.. Encoding.ASCII.GetBytes($"{Start}{Guid.NewGuid().ToString("N")[..Digits]}-"), .. Kept(name[..^1]), 0];

    /// <summary>
    /// The part of a file's name that a hidden name holds: all of it, or its first 229 bytes cut between characters.
    /// </summary>
    public static ReadOnlySpan<byte> Kept(ReadOnlySpan<byte> name) => PathText.Cut(name, Longest);

    /// <summary>Whether a name may be the start of a longer one that was cut.</summary>
    public static bool MayBeCut(ReadOnlySpan<byte> name) => name.Length is > Longest - Utf8LongestRune and <= Longest;

    /// <summary>Whether a name is a hidden one.</summary>
    /// <param name="name">The part of the file's own name that it holds.</param>
    public static bool TryRead(ReadOnlySpan<byte> hidden, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (hidden.Length <= Start.Length + Digits + 1 || !hidden.StartsWith(".longshore-trash-"u8)
            || hidden[Start.Length + Digits] != (byte)'-'
            || hidden.Slice(Start.Length, Digits).ContainsAnyExcept(LowerHex))
            return false;
        name = hidden[(Start.Length + Digits + 1)..];
        return true;
    }

    /// <summary>Whether a file of this name may have that hidden name.</summary>
    public static bool MayBeOf(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> name) =>
        TryRead(hidden, out var own) && own.SequenceEqual(Kept(name));

    /// <summary>Whether the last component of a path is a hidden name.</summary>
    public static bool Ends(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name.StartsWith(Start, StringComparison.Ordinal) && TryRead(Encoding.UTF8.GetBytes(name.ToString()), out _);
    }
}
