using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>What is done after a cleanup that died: its trash is put back, and its begun record closed.</summary>
internal sealed class ClosingSteps(Scope scope, Rules rules)
{
    public IEnumerable<Step<World>> Begin(World world)
    {
        int[] open = [.. Enumerable.Range(0, world.Begun.Count).Where(number =>
            world.Begun[number].Outcome is null && world.Clock - world.Begun[number].At >= StateEncoder.Long)];
        if (open.Length == 0 || world.Closing is not null)
            yield break;
        yield return new("a cleanup looks for the files of open begun records",
            world with { Closing = new Closing([.. open], [.. open.Select(number => Missing(world, world.Begun[number]))]) });
        if (world.Budget.Errors == 0)
            yield break;
        var failed = world with { Budget = world.Budget with { Errors = world.Budget.Errors - 1 } };
        yield return rules.IsErrorAbsence
            ? new("a cleanup gets errors from the files of open begun records, and takes them for gone",
                failed with { Closing = new Closing([.. open], [.. open.Select(number => world.Begun[number].Files)]) })
            : new("a cleanup cannot look for the files of open begun records, and leaves them open", failed);
    }

    public IEnumerable<Step<World>> GoOn(World world)
    {
        for (var index = 0; index < world.Trash.Count && rules.SettlesTrash; index++)
        {
            var (name, node) = world.Trash[index];
            if (world.Clock - node.Changed >= StateEncoder.Long)
                yield return new($"{Words.Name(name)} is put back from the trash of a dead cleanup",
                    (world with { Trash = world.Trash.Without(index) }).PutBack(scope, name, node));
        }

        if (world.Closing is { } closing)
            yield return Close(world, closing);
    }

    private ValueList<ChosenFile> Missing(World world, Begun begun) => [.. begun.Files.Where(file =>
        !Places(file, begun.Volume).Any(name => rules.IsInPlace(file, world.Names[name]))
        && !world.Trash.Any(trashed => rules.IsInPlace(file, trashed.Node)))];

    /// <summary>Its own name, and those beside it under which a file is put back.</summary>
    private IEnumerable<int> Places(ChosenFile file, int volume) => Enumerable.Range(0, Scope.Names)
        .Where(name => name == file.Name || (name >= Scope.FirstSpare && scope.VolumeOf(name) == volume));

    private Step<World> Close(World world, Closing closing)
    {
        var counted = new List<ChosenFile>();
        var begun = world.Begun;
        var others = Enumerable.Range(0, begun.Count).Except(closing.Records).Select(number => begun[number]).ToArray();
        for (var index = 0; index < closing.Records.Count; index++)
        {
            var (number, missing) = (closing.Records[index], closing.Missing[index]);
            var one = begun[number];
            var rivals = others.Where(other => other.Volume == one.Volume).ToArray();
            if (missing.Any(lost => rivals.Any(other => MayHaveHad(other, lost, world.Clock))))
                continue;
            var deleted = missing.Where(lost => !counted.Any(file => rules.IsOne(file, lost))
                && !rivals.Any(other => Counts(other, lost))).ToArray();
            counted.AddRange(deleted);
            begun = begun.With(number, one with
            {
                Outcome = new Outcome(
                    [.. one.Kept, .. one.Files.Except(missing).Select(file => file.Name)],
                    [.. missing.Except(deleted).Select(file => file.Name)], world.Clock),
            });
        }

        return new("the records are closed", world with { Begun = begun, Closing = null });
    }

    /// <summary>
    /// Whether another cleanup may still count a missing file, or had it in its trash at the moment of the look and has put it
    /// back since.
    /// </summary>
    private bool MayHaveHad(Begun other, ChosenFile lost, int now) => other.Files.Any(file => rules.IsOne(file, lost))
        && (other.Outcome is not { } outcome
        || (rules.WaitsForRecentCleanups && now - outcome.At < StateEncoder.Long && !Counts(other, lost)));

    private bool Counts(Begun other, ChosenFile lost) =>
        other.Outcome is { } outcome && other.DeletedBy(outcome).Any(file => rules.IsOne(file, lost));
}
