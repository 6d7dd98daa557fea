using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace Longshore.Volumes;

/// <summary>Turns path bytes into text.</summary>
internal static class PathText
{
    /// <summary>
    /// The path itself if it is UTF-8; else a rendering for people, with <c>\xE9</c> for a byte that is not, <c>\\</c> for a
    /// backslash.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> path) => Utf8.IsValid(path) ? Encoding.UTF8.GetString(path) : Escape(path);

    private static string Escape(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder(path.Length * 2);
        while (!path.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(path, out var rune, out var consumed) == OperationStatus.Done;
            if (!valid)
            {
                foreach (var unit in path[..consumed])
                    text.Append(CultureInfo.InvariantCulture, $"\\x{unit:X2}");
            }
            else
            {
                text.Append(rune.Value == '\\' ? @"\\" : rune.ToString());
            }

            path = path[consumed..];
        }

        return text.ToString();
    }
}
