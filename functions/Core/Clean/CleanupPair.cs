using System.Runtime.CompilerServices;

namespace Longshore.Core.Clean;

/// <summary>
/// The records of one cleanup of a batch in a listing of <c>cleanups/</c>, or an object there that is not Longshore's.
/// </summary>
/// <param name="Batch">Empty if it is not Longshore's.</param>
/// <param name="Begun">What it was about to do; null in records of old.</param>
/// <param name="Outcome">What it did; null if it has not finished.</param>
/// <param name="Foreign">The object that is not Longshore's.</param>
internal readonly record struct CleanupPair(
    string Batch, int Number, ListedObject? Begun, ListedObject? Outcome, ListedObject? Foreign = null)
{
    /// <param name="listing">In the order of keys, where a begun record comes before its outcome.</param>
    public static async IAsyncEnumerable<CleanupPair> ReadAsync(
        IAsyncEnumerable<ListedObject> listing, StateKeys keys, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = default(CleanupPair?);
        await foreach (var item in listing.WithCancellation(cancellation))
        {
            if (!keys.TryReadCleanupKey(item.Key, out var batch, out var number, out var isBegun))
            {
                yield return new CleanupPair("", 0, null, null, item);
                continue;
            }

            if (last is { } begun)
            {
                var isItsOutcome = !isBegun && begun.Batch == batch && begun.Number == number;
                yield return isItsOutcome ? begun with { Outcome = item } : begun;
                last = null;
                if (isItsOutcome)
                    continue;
            }

            if (isBegun)
                last = new CleanupPair(batch, number, item, null);
            else
                yield return new CleanupPair(batch, number, null, item);
        }

        if (last is { } open)
            yield return open;
    }
}
