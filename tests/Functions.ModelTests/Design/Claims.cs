using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Design;

/// <param name="SkipsTheHash">Sabotage: the list is taken as it is, whatever its name says.</param>
/// <param name="EmitsFirst">Sabotage: the event goes out before the list is put.</param>
/// <param name="LooksAtSettledFiles">Sabotage: a file that the receipt settles is looked at again as any other.</param>
/// <param name="TakesGoneForEmpty">Sabotage: a list that is gone counts as a batch without files.</param>
internal sealed record ClaimRules(
    bool SkipsTheHash = false, bool EmitsFirst = false, bool LooksAtSettledFiles = false, bool TakesGoneForEmpty = false);

internal enum ListState
{
    None = 0,
    Put,
    Forged,
    Gone,
}

internal enum FileState
{
    OnVolume = 0,
    Shipped,
    Deleted,
}

/// <param name="Settled">Per file, whether it says that S3 holds it.</param>
/// <param name="Missing">Per file, whether it says that it was not there.</param>
internal sealed record ClaimReceipt(ValueList<bool> Settled, ValueList<bool> Missing);

/// <param name="Files">The files of the list.</param>
/// <param name="Events">
/// Deliveries of <c>batch.ready</c> that are left: the first, the remainder's, and those that are repeated.
/// </param>
internal sealed record ClaimWorld(
    ValueList<FileState> Files, ListState List, bool IsEmitted, int Events, ValueList<ClaimReceipt> Receipts, int Parks,
    int Repeats);

/// <summary>
/// A batch whose list is an object. It may be forged or expire while its event is delivered again, and a remainder is the same
/// list once more. The rule: the list is hashed, and what the receipt settles is taken from it.
/// </summary>
internal sealed class Claims(ClaimRules rules) : IProtocol<ClaimWorld>
{
    public ClaimWorld Start { get; } =
        new([FileState.OnVolume, FileState.OnVolume], ListState.None, IsEmitted: false, Events: 0, [], Parks: 1, Repeats: 1);

    public UInt128 Name(ClaimWorld state) => StateEncoder.Hash(state);

    public string? Broken(ClaimWorld state)
    {
        foreach (var receipt in state.Receipts)
        {
            for (var file = 0; file < receipt.Settled.Count; file++)
            {
                if (receipt.Missing[file] && state.Receipts.Any(other => other.Settled[file]))
                    return "3: a receipt says that a file was missing which an earlier receipt of its batch has settled";
            }
        }

        return null;
    }

    public IEnumerable<Step<ClaimWorld>> Steps(ClaimWorld world)
    {
        foreach (var step in Schedule(world))
            yield return step;
        if (world is { Repeats: > 0, IsEmitted: true })
            yield return new("batch.ready is delivered once more",
                world with { Repeats = world.Repeats - 1, Events = world.Events + 1 });
        if (world.List == ListState.Put)
        {
            yield return new("somebody replaces the list", world with { List = ListState.Forged });
            yield return new("the list expires", world with { List = ListState.Gone });
        }

        for (var file = 0; file < world.Files.Count; file++)
        {
            if (world.Files[file] == FileState.Shipped && world.Receipts.Any(receipt => receipt.Settled[file]))
                yield return new($"cleanup deletes file {file + 1}",
                    world with { Files = world.Files.With(file, FileState.Deleted) });
        }

        if (world.Events == 0)
            yield break;
        yield return Sync(world, world.Files.Count);
        if (world.Parks > 0)
            yield return Sync(world with { Parks = world.Parks - 1 }, 1);
    }

    private IEnumerable<Step<ClaimWorld>> Schedule(ClaimWorld world)
    {
        if (world.List == ListState.None && (!rules.EmitsFirst || world.IsEmitted))
            yield return new("schedule puts the list", world with { List = ListState.Put });
        else if (!world.IsEmitted)
            yield return new("schedule emits batch.ready", world with { IsEmitted = true, Events = world.Events + 1 });
    }

    /// <param name="most">Files for which there is time.</param>
    private Step<ClaimWorld> Sync(ClaimWorld world, int most)
    {
        var latest = world.Receipts.Count > 0 ? world.Receipts[^1] : null;
        var taken = world with { Events = world.Events - 1 };
        if (world.List == ListState.Forged && !rules.SkipsTheHash)
            return new("sync finds that the list is not the one of its name: 400", taken);
        if (world.List is ListState.None or ListState.Gone)
            return latest is not null ? new("sync answers from the receipt", taken)
                : rules.TakesGoneForEmpty ? new("sync takes the list that is gone for an empty one", taken,
                    "3: the files of a batch are in no receipt and in no dead letter")
                : new("sync finds no list and no receipt: 400", taken,
                    world.List == ListState.None ? "3: an event names a list that was never put" : null);
        var (settled, missing, files) = (new bool[world.Files.Count], new bool[world.Files.Count], world.Files);
        var left = 0;
        for (var file = 0; file < files.Count; file++)
        {
            if (latest?.Settled[file] == true && !rules.LooksAtSettledFiles)
                settled[file] = true;
            else if (most == 0)
                left++;
            else
            {
                most--;
                missing[file] = files[file] == FileState.Deleted;
                settled[file] = !missing[file];
                if (settled[file])
                    files = files.With(file, FileState.Shipped);
            }
        }

        return new(left > 0 ? "sync ships a part of the list and emits the rest" : "sync ships the list", taken with
        {
            Files = files,
            Receipts = world.Receipts.Add(new ClaimReceipt(new(settled), new(missing))),
            Events = taken.Events + (left > 0 ? 1 : 0),
        }, world.List == ListState.Forged ? "1: what was shipped is not what the event named" : null);
    }
}
