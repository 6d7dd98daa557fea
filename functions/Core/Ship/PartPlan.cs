namespace Longshore.Core.Ship;

/// <summary>How a file is divided into parts. Source: Amazon S3 User Guide, "Multipart upload limits".</summary>
/// <param name="PartBytes">Size of every part but the last.</param>
/// <param name="Parts">1 to 10,000.</param>
public readonly record struct PartPlan(long PartBytes, int Parts)
{
    /// <summary>Largest file that is put whole, in bytes.</summary>
    public const long WholeUpTo = 16L << 20;

    private const long Mebibyte = 1L << 20;
    private const long Smallest = 8L * Mebibyte;

    /// <param name="size">Bytes of the file, over 0.</param>
    /// <param name="wanted"><c>Sync:PartBytes</c>; 0 chooses by the file's size.</param>
    public static PartPlan For(long size, long wanted)
    {
        var least = Pieces(size, CompositeChecksum.MostParts);
        var rounded = Pieces(least, Mebibyte) * Mebibyte;
        var asked = wanted > 0 ? wanted : Smallest;
        var bytes = asked >= least ? asked : rounded;
        return new PartPlan(bytes, (int)Pieces(size, bytes));
    }

    /// <summary>Adds nothing to the size, which may be close to 2^63 for a sparse file.</summary>
    private static long Pieces(long size, long piece) => (size / piece) + (size % piece == 0 ? 0 : 1);

    public (long Offset, int Length) Part(int number, long size)
    {
        var offset = (number - 1) * PartBytes;
        return (offset, (int)Math.Min(PartBytes, size - offset));
    }
}
