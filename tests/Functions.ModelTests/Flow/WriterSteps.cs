using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>What the application does that fills the volume.</summary>
internal sealed class WriterSteps(Scope scope)
{
    public IEnumerable<Step<World>> Of(World world)
    {
        if (world.Waiting is { } waiting && !world.IsLeased(waiting.Inode))
        {
            var opened = world with { Waiting = null };
            yield return world.Find(waiting.Inode) is null
                ? new("the writer's open goes on, into a file without a name", opened, IsDeleted(world, waiting.Inode)
                    ? "1: a file was deleted while a writer waited for its lease" : null)
                : new("the writer's open goes on: it writes and closes", opened.Write(waiting.Inode, waiting.Unseen));
        }

        if (world.Held != 0)
            yield return new("the writer closes the file that it held open", world with { Held = 0 });
        if (world.Budget.Acts == 0)
            yield break;
        world = world with { Budget = world.Budget with { Acts = world.Budget.Acts - 1 } };
        if (world.Held != 0)
        {
            if (world.Find(world.Held) is not null)
                yield return new("the writer writes into the file that it holds open", world.Write(world.Held, unseen: true));
            else if (scope.Leases && IsDeleted(world, world.Held))
                yield return new("the writer writes into a file that was deleted while it held it open", world,
                    "1: a file was deleted that a writer had open");
        }

        for (var name = 0; name < scope.Files; name++)
        {
            foreach (var step in Of(world, name, Words.Name(name)))
                yield return step;
        }
    }

    private IEnumerable<Step<World>> Of(World world, int name, string file)
    {
        if (world.Names[name] is not { } node)
        {
            yield return new($"the writer creates {file}", world.Create(name, null));
            yield break;
        }

        var removed = world.TakenAway(node).Tick();
        yield return new($"the writer removes {file}", removed.Set(name, null));
        if (!node.IsRegular)
            yield break;
        yield return new($"the writer puts a link in place of {file}",
            removed.Set(name, new Node(false, 0, removed.Clock, removed.Clock, world.Made + 1)) with { Made = world.Made + 1 });
        yield return new($"the writer renames a new file onto {file}, with its old modification time",
            world.Create(name, node.Modified));
        foreach (var unseen in (bool[])[false, true])
        {
            var how = unseen ? "and sets its old modification time" : "";
            yield return world.IsLeased(node.Inode)
                ? new($"the writer opens {file} for writing, which breaks its lease, and waits",
                    Disturb(world, node.Inode, unseen))
                : new($"the writer writes {file} anew {how}", world.Write(node.Inode, unseen));
        }

        if (world.Held == 0 && !world.IsLeased(node.Inode))
            yield return new($"the writer opens {file} for writing and holds it open", world with { Held = node.Inode });
        if (scope is { Volumes: 1, Files: > 1 } && name == 0)
        {
            var moved = world.TakenAway(world.Names[1]).Disputed(node).Tick();
            yield return new("the writer renames a to b",
                moved.Set(0, null).Set(1, node with { Changed = moved.Clock }));
        }
    }

    /// <summary>Whether a cleanup, and not the writer itself, took the file's last name away.</summary>
    private static bool IsDeleted(World world, int inode) => world.Deleted.Any(deleted => deleted.Inode == inode);

    private static World Disturb(World world, int inode, bool unseen)
    {
        if (world.Waiting is not null)
            return world;
        for (var index = 0; index < world.Cleanups.Count; index++)
        {
            if (world.Cleanups[index].Leased == inode)
                world = world with { Cleanups = world.Cleanups.With(index, world.Cleanups[index] with { Disturbed = true }) };
        }

        return world with { Waiting = new Waiting(inode, unseen) };
    }
}
