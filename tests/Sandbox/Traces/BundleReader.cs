using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.Traces;

/// <summary>Reads the bundles of a bucket as the documentation describes them, without the code that made them.</summary>
internal static partial class BundleReader
{
    private const string Manifest = "manifest-sha256.txt";
    private const int HashAndBlanks = 66;

    /// <returns>The files in each bundle, by the bundle's SHA-256. A tar that is no bundle is left out.</returns>
    public static Dictionary<string, BundledFile[]> Read(Bucket bucket)
    {
        var bundles = new Dictionary<string, BundledFile[]>(StringComparer.Ordinal);
        foreach (var version in bucket.Keys().SelectMany(key => bucket.Entry(key)!.Versions()))
        {
            if (!version.IsDeleteMarker && TraceKeys.IsBundle(version.Key, version.Sha256)
                && TryRead(version.Body.ToArray()) is { } files)
                bundles[version.Sha256] = files;
        }

        return bundles;
    }

    /// <summary>The files of a bundle if the manifest is its last member and tells the hash of each.</summary>
    public static BundledFile[]? TryRead(byte[] bundle)
    {
        var members = new List<(string Name, long Offset, long Size, string Sha256)>();
        try
        {
            using var tar = new TarReader(new MemoryStream(bundle));
            while (tar.GetNextEntry() is { } entry)
                members.Add((entry.Name, entry.DataOffset, entry.Length, Convert.ToHexStringLower(
                    SHA256.HashData(bundle.AsSpan((int)entry.DataOffset, (int)entry.Length)))));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            return null;
        }

        if (members is not [.. var files, (Manifest, var offset, var size, _)])
            return null;
        // The manifest tells the paths: the reader loses the folder of a long one that is not ASCII.
        var lines = Encoding.UTF8.GetString(bundle, (int)offset, (int)size).Split('\n')[..^1];
        return lines.Length == files.Count
            && lines.Zip(files).All(pair => pair.First.Contains(pair.Second.Sha256, StringComparison.Ordinal))
            ? [.. lines.Zip(files, (line, file) => new BundledFile(PathOf(line), file.Offset, file.Size, file.Sha256))]
            : null;
    }

    /// <summary>As <c>sha256sum</c> reads it: a line with an escaped name begins with a backslash.</summary>
    private static string PathOf(string line) => line[0] != '\\' ? line[HashAndBlanks..] : Escaped().Replace(
        line[(1 + HashAndBlanks)..], match => match.Value switch { "\\n" => "\n", "\\r" => "\r", _ => "\\" });

    [GeneratedRegex(@"\\[nr\\]")]
    private static partial Regex Escaped();
}
