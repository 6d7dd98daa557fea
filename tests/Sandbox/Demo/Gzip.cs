using System.IO.Compression;

namespace Longshore.Sandbox.Demo;

/// <summary>Longshore's records as JSON: some are compressed, and their keys say so.</summary>
internal static class Gzip
{
    private const string Ending = ".gz";

    public static byte[] Plain(string key, byte[] body)
    {
        if (!key.EndsWith(Ending, StringComparison.Ordinal))
            return body;
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress))
            gzip.CopyTo(plain);
        return plain.ToArray();
    }

    public static byte[] Packed(string key, byte[] json)
    {
        if (!key.EndsWith(Ending, StringComparison.Ordinal))
            return json;
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(json);
        return body.ToArray();
    }
}
