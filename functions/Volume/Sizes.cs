namespace Longshore.Volumes;

/// <summary>
/// Adds up sizes of 0 or more. A sum above 64 bits, as of two sparse files of 8 EiB, becomes the largest number.
/// </summary>
public static class Sizes
{
    public static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    public static long Sum(IEnumerable<long> sizes) => sizes.Aggregate(0L, Add);
}
