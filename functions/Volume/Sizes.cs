namespace Longshore.Volumes;

/// <summary>
/// Adds up sizes. A sparse file may have 8 EiB, so two of them are more than 64 bits hold: such a sum stays at the largest
/// number. Sizes are 0 or more.
/// </summary>
public static class Sizes
{
    public static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    public static long Sum(IEnumerable<long> sizes) => sizes.Aggregate(0L, Add);
}
