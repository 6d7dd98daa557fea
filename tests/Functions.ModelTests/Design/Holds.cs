using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Design;

/// <param name="HoldsLast">Sabotage: the hold is put after the name has appeared.</param>
/// <param name="TakesErrorForNone">Sabotage: holds that cannot be read count as none.</param>
internal sealed record HoldRules(bool HoldsLast = false, bool TakesErrorForNone = false);

/// <summary>
/// A file was shipped and deleted; a restore brings it back onto the volume under a hold, while the events of its old batch may
/// still be delivered. A restored file has its old size and modification time, so the old batch fits it; its change time is new.
/// </summary>
/// <param name="File">The change time of the file in place; 0 if it is not there.</param>
/// <param name="Old">Whether it has been there for longer than the least age.</param>
/// <param name="Hold">Whether the hold is in S3, and whether its release is too.</param>
/// <param name="Restore">How far the restore is.</param>
/// <param name="Receipts">The change times that the batch's receipts tell, in their order.</param>
/// <param name="Deliveries">Events that may still be delivered.</param>
/// <param name="Errors">How often the holds cannot be read.</param>
internal sealed record HeldWorld(
    int File, bool Old, Hold Hold, RestoreAt Restore, ValueList<int> Receipts, int Deliveries, int Errors, HeldSync? Sync,
    HeldCleanup? Cleanup);

internal enum Hold
{
    None = 0,
    Active,
    Released,
}

internal enum RestoreAt
{
    Planned = 0,
    Holding,
    Placed,
    Done,
}

/// <summary>A sync that has seen the file with this change time.</summary>
internal sealed record HeldSync(int Seen);

/// <param name="Receipt">The change time that its receipt tells; 0 before it has read one.</param>
/// <param name="Held">What the holds say; null before they were read.</param>
internal sealed record HeldCleanup(int Number, int Receipt = 0, bool? Held = null);

/// <summary>
/// The rule: the hold is in S3 before the first name appears. In which order cleanup reads receipt and holds makes no difference,
/// so both orders are explored: a receipt that fits a restored file was written after the hold.
/// </summary>
internal sealed class Holds(HoldRules rules) : IProtocol<HeldWorld>
{
    private const int Shipped = 1;
    private const int Restored = 2;

    public HeldWorld Start { get; } = new(
        File: 0, Old: true, Hold.None, RestoreAt.Planned, Receipts: [Shipped], Deliveries: 4, Errors: 1, Sync: null,
        Cleanup: null);

    public string? Broken(HeldWorld state) => null;

    public UInt128 Name(HeldWorld state) => StateEncoder.Hash(state);

    public IEnumerable<Step<HeldWorld>> Steps(HeldWorld world) =>
        RestoreSteps(world).Concat(SyncSteps(world)).Concat(CleanupSteps(world));

    private IEnumerable<Step<HeldWorld>> RestoreSteps(HeldWorld world)
    {
        var (first, second) = rules.HoldsLast ? (RestoreAt.Placed, RestoreAt.Holding) : (RestoreAt.Holding, RestoreAt.Placed);
        RestoreAt? next = world.Restore == RestoreAt.Planned ? first : world.Restore == first ? second : null;
        if (next == RestoreAt.Holding)
            yield return new("restore puts its hold", world with { Hold = Hold.Active, Restore = RestoreAt.Holding });
        if (next == RestoreAt.Placed)
            yield return new("restore renames the file into place",
                world with { File = Restored, Old = false, Restore = RestoreAt.Placed });
        if (world.Restore == second)
            yield return new("somebody releases the hold", world with { Hold = Hold.Released, Restore = RestoreAt.Done });
        if (world.File != 0 && !world.Old)
            yield return new("time passes", world with { Old = true });
    }

    private static IEnumerable<Step<HeldWorld>> SyncSteps(HeldWorld world)
    {
        if (world.Sync is { } sync)
            yield return sync.Seen == world.File
                ? new("sync finds the bytes in S3 and writes a receipt",
                    world with { Sync = null, Receipts = world.Receipts.Add(sync.Seen) })
                : new("sync sees that the file has changed", world with { Sync = null });
        else if (world is { Deliveries: > 0, File: not 0, Old: true })
            yield return new("the old batch.ready is delivered again: the file has its size and modification time",
                world with { Deliveries = world.Deliveries - 1, Sync = new HeldSync(world.File) });
    }

    private IEnumerable<Step<HeldWorld>> CleanupSteps(HeldWorld world)
    {
        if (world.Cleanup is not { } cleanup)
        {
            for (var number = 0; number < world.Receipts.Count && world.Deliveries > 0; number++)
                yield return new($"batch.synced of receipt {number + 1} is delivered",
                    world with { Deliveries = world.Deliveries - 1, Cleanup = new HeldCleanup(number) });
            yield break;
        }

        if (cleanup.Receipt == 0)
            yield return new("cleanup reads the receipt",
                world with { Cleanup = cleanup with { Receipt = world.Receipts[cleanup.Number] } });
        if (cleanup.Held is null)
        {
            yield return new("cleanup reads the holds",
                world with { Cleanup = cleanup with { Held = world.Hold == Hold.Active } });
            if (world.Errors > 0)
                yield return new("cleanup cannot read the holds", world with
                {
                    Errors = world.Errors - 1,
                    Cleanup = cleanup with { Held = !rules.TakesErrorForNone },
                });
        }

        if (cleanup.Receipt == 0 || cleanup.Held is not { } isHeld)
            yield break;
        if (isHeld || world.File != cleanup.Receipt)
            yield return new("cleanup keeps the file, or finds it gone", world with { Cleanup = null });
        else
            yield return new("cleanup deletes the file", world with { File = 0, Cleanup = null },
                world.Restore == RestoreAt.Done ? null : "a file was deleted that a restore holds");
    }
}
