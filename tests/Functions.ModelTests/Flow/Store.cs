using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>What S3 holds.</summary>
internal static class Store
{
    /// <summary>The content under a key; null if it is free.</summary>
    public static int? ContentOf(this World world, Key key) => world.Objects.ContentOf(key);

    public static int? ContentOf(this ValueList<Stored> objects, Key key)
    {
        foreach (var stored in objects)
        {
            if (stored.Key == key)
                return stored.Content;
        }

        return null;
    }

    /// <summary>Makes an object, in place of what is there.</summary>
    public static World Put(this World world, Key key, int content) => world with
    {
        Objects = new ValueList<Stored>([.. world.Objects.Where(stored => stored.Key != key), new Stored(key, content)]),
    };

    public static Receipt? Latest(this World world, Batch batch)
    {
        Receipt? latest = null;
        foreach (var receipt in world.Receipts)
        {
            if (receipt.Batch == batch && receipt.Attempt > (latest?.Attempt ?? 0))
                latest = receipt;
        }

        return latest;
    }

    public static Receipt Receipt(this World world, Message message) =>
        world.Receipts.First(receipt => receipt.Attempt == message.Attempt && receipt.Batch == message.Batch);

    /// <summary>
    /// Leaves out receipts that nobody will read: a newer one of the batch is there, no event names them, and no sync will.
    /// </summary>
    public static World Forget(this World world)
    {
        var messages = world.Messages.Concat(world.Cleanups.Select(cleanup => cleanup.From));
        return world with
        {
            Receipts = [.. world.Receipts.Where(receipt => world.Latest(receipt.Batch) == receipt
                || messages.Any(message => message.Attempt == receipt.Attempt && message.Batch == receipt.Batch)
                || world.Syncs.Any(sync => MayName(sync, receipt)))],
        };
    }

    private static bool MayName(Sync sync, Receipt receipt) => sync.From.Batch == receipt.Batch
        && (sync.Attempt == receipt.Attempt
            || (sync.At is SyncAt.Stat or SyncAt.Confirm && sync.Earlier!.Attempt == receipt.Attempt));
}
