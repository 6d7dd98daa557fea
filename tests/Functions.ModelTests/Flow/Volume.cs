using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>Changes of the files on the volume, by the writer and by Longshore.</summary>
internal static class Volume
{
    public static World Tick(this World world) => world with { Clock = world.Clock + 1 };

    public static World Set(this World world, int name, Node? node) => world with { Names = world.Names.With(name, node) };

    /// <summary>The file of an inode, wherever it lies; null if no name leads to it any more.</summary>
    public static Node? Find(this World world, int inode)
    {
        foreach (var node in world.Names)
        {
            if (node?.Inode == inode)
                return node;
        }

        foreach (var trashed in world.Trash)
        {
            if (trashed.Node.Inode == inode)
                return trashed.Node;
        }

        foreach (var cleanup in world.Cleanups)
        {
            if (cleanup.InTrash?.Inode == inode)
                return cleanup.InTrash;
        }

        return null;
    }

    /// <summary>
    /// Whether the kernel sees a writer on it: no lease is granted then. A writer that waits in <c>open</c> for the end of a
    /// lease counts already. Source: Linux, do_dentry_open takes write access before it breaks leases.
    /// </summary>
    public static bool IsOpenForWriting(this World world, int inode) => world.Held == inode || world.Waiting?.Inode == inode;

    public static bool IsLeased(this World world, int inode)
    {
        foreach (var cleanup in world.Cleanups)
        {
            if (cleanup.Leased == inode)
                return true;
        }

        return false;
    }

    /// <summary>The writer writes other bytes of the same size into the file of an inode.</summary>
    /// <param name="unseen">Whether it sets the old modification time again.</param>
    public static World Write(this World world, int inode, bool unseen)
    {
        world = world.Tick();
        var old = world.Find(inode)!;
        var made = world.Made + 1;
        var node = old with { Content = made, Changed = world.Clock, Modified = unseen ? old.Modified : world.Clock };
        return world.Replace(inode, node).Disputed(old) with
        {
            Made = made,
            MustKeep = world.MustKeep.Remove(old.Content).Add(made),
        };
    }

    /// <summary>A new file under a name, in place of what is there.</summary>
    public static World Create(this World world, int name, int? modified)
    {
        world = world.Tick().TakenAway(world.Names[name]);
        var made = world.Made + 1;
        return world.Set(name, new Node(true, made, modified ?? world.Clock, world.Clock, made)) with
        {
            Made = made,
            MustKeep = world.MustKeep.Add(made),
        };
    }

    /// <summary>What the writer takes away is not Longshore's to keep.</summary>
    public static World TakenAway(this World world, Node? node) =>
        node is { IsRegular: true } ? world.Disputed(node) with { MustKeep = world.MustKeep.Remove(node.Content) } : world;

    /// <summary>Notes that the writer touches a file which a cleanup may have chosen.</summary>
    public static World Disputed(this World world, Node node) =>
        world.Begun.Any(begun => begun.Outcome is null && begun.Files.Any(file => file.Seen.Inode == node.Inode))
        || world.Cleanups.Any(cleanup => cleanup.Chosen.Any(file => file.Seen.Inode == node.Inode))
            ? world with { IsDisputed = true } : world;

    /// <summary>Puts a file from the trash back, under a name beside its own where that is taken.</summary>
    public static World PutBack(this World world, Scope scope, int name, Node node)
    {
        world = world.Tick();
        for (var free = name; free < world.Names.Count; free = Math.Max(free + 1, Scope.FirstSpare))
        {
            if (world.Names[free] is null && (free == name || scope.VolumeOf(free) == scope.VolumeOf(name)))
                return world.Set(free, node with { Changed = world.Clock });
        }

        throw new InvalidOperationException("The scope has too few names.");
    }

    private static World Replace(this World world, int inode, Node node)
    {
        for (var name = 0; name < world.Names.Count; name++)
        {
            if (world.Names[name]?.Inode == inode)
                return world.Set(name, node);
        }

        for (var index = 0; index < world.Trash.Count; index++)
        {
            if (world.Trash[index].Node.Inode == inode)
                return world with { Trash = world.Trash.With(index, world.Trash[index] with { Node = node }) };
        }

        for (var index = 0; index < world.Cleanups.Count; index++)
        {
            if (world.Cleanups[index].InTrash?.Inode == inode)
                return world with
                {
                    Cleanups = world.Cleanups.With(index, world.Cleanups[index] with { InTrash = node }),
                };
        }

        throw new InvalidOperationException("The inode has no name.");
    }

    public static ValueList<int> Remove(this ValueList<int> row, int item)
    {
        for (var index = 0; index < row.Count; index++)
        {
            if (row[index] == item)
                return row.Without(index);
        }

        return row;
    }
}
