using System.Runtime.CompilerServices;

namespace Longshore.Core.Clean;

/// <summary>The records of one cleanup in a listing of <c>cleanups/</c>, or a foreign object there.</summary>
/// <param name="Batch">Empty for a foreign object.</param>
/// <param name="Begun">The begun record; null in old cleanups.</param>
/// <param name="Outcome">The outcome; null if the cleanup has not finished.</param>
/// <param name="Foreign">An object that Longshore did not write.</param>
internal readonly record struct CleanupPair(
    string Batch, int Number, ListedObject? Begun, ListedObject? Outcome, ListedObject? Foreign = null)
{
    /// <summary>When it began, by the store's clock; null if the listing does not tell.</summary>
    public DateTimeOffset? At => Begun?.Modified;

    public bool IsEnded => Outcome is not null;

    /// <param name="listing">In the order of the keys, so that a begun record comes before its outcome.</param>
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
