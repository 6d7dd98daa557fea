using System.Text;

namespace Longshore.FaultTests.Worlds;

/// <summary>Paths for a world's files.</summary>
internal static class FileNames
{
    private static readonly string[] FolderNames = ["", "a", "a/b", "häfen/kai 3", "-x/--", "a+b %2F&"];

    /// <summary>A path that differs from every other number's.</summary>
    public static string Of(FileSpec spec, int number)
    {
        var folder = FolderNames[spec.Folder];
        var id = $"{number:d3}";
        var name = spec.Name switch
        {
            NameKind.Spaces => $" {id} two  spaces.jpg ",
            NameKind.UrlSyntax => $"{id}+%&?#=;%25.jpg",
            NameKind.Quotes => $"{id}'\"`\\<>|*$(x).jpg",
            NameKind.Newline => $"{id}\nline\r\n.jpg",
            NameKind.Control => $"{id}\u0001\u001b\t.jpg",
            NameKind.LeadingDash => $"-rf {id}",
            NameKind.Dotted => $".{id}",
            NameKind.Composed => $"{id}-\u00e9\u00fc.jpg",
            NameKind.Decomposed => $"{id}-e\u0301u\u0308.jpg",
            NameKind.LongestComponent => id + new string('ü', 124) + ".jpg",
            NameKind.KeyTooLong => $"{string.Join('/', Enumerable.Repeat(new string('d', 240), 4))}/{id}{new string('e', 80)}",
            NameKind.Reserved => $"_longshore/receipts/{id}.json",
            NameKind.Temporary => $"{id}.part",
            _ => $"{id}.jpg",
        };
        return spec.Name == NameKind.Reserved || folder.Length == 0 ? name : $"{folder}/{name}";
    }

    /// <summary>Whether Longshore never ships a file of that path, and says so.</summary>
    public static bool StaysForever(string path, bool dotfiles) =>
        path.StartsWith("_longshore/", StringComparison.Ordinal)
        || Encoding.UTF8.GetByteCount(path) > 1024
        || path.EndsWith(".part", StringComparison.Ordinal)
        || (!dotfiles && path.Split('/').Any(part => part.StartsWith('.')));
}
