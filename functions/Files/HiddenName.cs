using System.Text;

namespace Longshore.Files;

/// <summary>
/// The name that a file gets in its own folder while it is deleted from a volume too full for a trash folder:
/// <c>.longshore-trash-{8 hex digits}-{name}</c>. It carries the file's name, so that whoever finds it after a kill can put it back.
/// </summary>
internal static class HiddenName
{
    private const int Digits = 8;
    private const int Utf8LongestRune = 4;
    private const string Start = ".longshore-trash-";

    /// <summary>A new one, with a NUL behind it.</summary>
    /// <param name="name">The file's name, NUL-terminated. One of more than 229 bytes is cut at a character: whoever puts it back gives it that name.</param>
    public static byte[] For(ReadOnlySpan<byte> name)
    {
        var start = Encoding.ASCII.GetBytes($"{Start}{Guid.NewGuid().ToString("N")[..Digits]}-");
        var length = Math.Min(name.Length - 1, VolumePath.MaximumComponentBytes - start.Length);
        while (length < name.Length - 1 && length > 1 && (name[length] & 0xC0) == 0x80)
            length--;
        return [.. start, .. name[..length], 0];
    }

    /// <summary>The file's own name, if a name is such a one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> hidden, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (hidden.Length <= Start.Length + Digits + 1 || !hidden.StartsWith(".longshore-trash-"u8) || hidden[Start.Length + Digits] != (byte)'-')
            return false;
        foreach (var digit in hidden.Slice(Start.Length, Digits))
        {
            if (!char.IsAsciiHexDigitLower((char)digit))
                return false;
        }

        name = hidden[(Start.Length + Digits + 1)..];
        return true;
    }

    /// <summary>Whether a file of this name may stand under that hidden name, which may hold no more than its beginning.</summary>
    public static bool MayBeOf(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> name) =>
        TryRead(hidden, out var own) && (name.SequenceEqual(own) || (hidden.Length > VolumePath.MaximumComponentBytes - Utf8LongestRune && name.StartsWith(own)));

    /// <summary>Whether the last component of a path is such a name.</summary>
    public static bool Ends(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name.StartsWith(Start, StringComparison.Ordinal) && TryRead(Encoding.UTF8.GetBytes(name.ToString()), out _);
    }
}
