namespace Longshore.Sandbox.S3.Store;

/// <summary>The checksums S3 checks and keeps (S3 User Guide, "Checking object integrity").</summary>
internal enum ChecksumAlgorithm
{
    Crc32,
    Crc32C,
    Crc64Nvme,
    Sha1,
    Sha256,
}

/// <summary>How a multipart object's checksum covers it: all bytes, or the parts' checksums (written <c>…-N</c>).</summary>
internal enum ChecksumType
{
    FullObject,
    Composite,
}

internal static class ChecksumNames
{
    public static readonly ChecksumAlgorithm[] All = Enum.GetValues<ChecksumAlgorithm>();
    private static readonly string[] Names = [.. All.Select(a => a.ToString().ToUpperInvariant())];
    private static readonly string[] Headers = [.. All.Select(a => "x-amz-checksum-" + a.ToString().ToLowerInvariant())];
    private static readonly string[] Elements = [.. Names.Select(name => "Checksum" + name)];

    /// <summary>As in <c>x-amz-checksum-algorithm</c>, for example <c>CRC64NVME</c>.</summary>
    public static string Name(this ChecksumAlgorithm algorithm) => Names[(int)algorithm];

    public static string Header(this ChecksumAlgorithm algorithm) => Headers[(int)algorithm];

    /// <summary>The XML element, for example <c>ChecksumSHA256</c>.</summary>
    public static string Element(this ChecksumAlgorithm algorithm) => Elements[(int)algorithm];

    public static string Name(this ChecksumType type) => type == ChecksumType.Composite ? "COMPOSITE" : "FULL_OBJECT";

    public static int Bytes(this ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C => 4,
        ChecksumAlgorithm.Crc64Nvme => 8,
        ChecksumAlgorithm.Sha1 => 20,
        _ => 32,
    };

    public static bool TryParse(string? name, out ChecksumAlgorithm algorithm)
    {
        var at = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        algorithm = at < 0 ? default : (ChecksumAlgorithm)at;
        return at >= 0;
    }
}
