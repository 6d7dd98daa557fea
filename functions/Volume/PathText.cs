using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace Longshore.Volumes;

/// <summary>Turns path bytes into text, and into names for the kernel.</summary>
internal static class PathText
{
    /// <summary>
    /// The path itself if it is UTF-8. If not, a form for people: <c>\xE9</c> for a byte that is not UTF-8, <c>\\</c> for a
    /// backslash.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> path) => Utf8.IsValid(path) ? Encoding.UTF8.GetString(path) : Escape(path);

    /// <summary>The name with a NUL at the end.</summary>
    public static byte[] Terminated(ReadOnlySpan<byte> name) => [.. name, 0];

    /// <summary>The start of a name, cut between characters: up to so many bytes, and one at least.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> name, int most)
    {
        var length = Math.Min(name.Length, most);
        while (length < name.Length && length > 1 && (name[length] & 0xC0) == 0x80)
            length--;
        return name[..length];
    }

    private static string Escape(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder(path.Length * 2);
        while (!path.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(path, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(rune.Value == '\\' ? @"\\" : rune.ToString());
            }
            else
            {
                foreach (var unit in path[..consumed])
                    text.Append(CultureInfo.InvariantCulture, $"\\x{unit:X2}");
            }

            path = path[consumed..];
        }

        return text.ToString();
    }
}
