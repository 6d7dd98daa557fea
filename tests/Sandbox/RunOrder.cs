namespace Longshore.Sandbox;

/// <summary>
/// Numbers what happens in this process, in one order for store, broker and writer. Their clocks may be shifted, this is not.
/// </summary>
internal static class RunOrder
{
    private static long _last;

    /// <summary>A number larger than every one before.</summary>
    public static long Next() => Interlocked.Increment(ref _last);
}
