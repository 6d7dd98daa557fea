using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.Traces;

/// <summary>Reads the bundles of a bucket as the documentation describes them, without the code that made them.</summary>
internal static class BundleReader
{
    private const string Manifest = "manifest-sha256.txt";

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
    private static BundledFile[]? TryRead(byte[] bundle)
    {
        var (files, manifest, isLast) = (new List<BundledFile>(), "", false);
        try
        {
            using var tar = new TarReader(new MemoryStream(bundle));
            while (tar.GetNextEntry() is { } entry)
            {
                var bytes = bundle.AsSpan((int)entry.DataOffset, (int)entry.Length);
                isLast = entry.Name == Manifest;
                if (isLast)
                    manifest = Encoding.UTF8.GetString(bytes);
                else
                    files.Add(new BundledFile(
                        entry.Name, entry.DataOffset, entry.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            return null;
        }

        return isLast && manifest == string.Concat(files.Select(Line)) ? [.. files] : null;
    }

    private static string Line(BundledFile file)
    {
        var name = file.Path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
        return $"{(name == file.Path ? "" : "\\")}{file.Sha256}  {name}\n";
    }
}
