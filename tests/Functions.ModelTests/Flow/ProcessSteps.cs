using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>Time passes, and processes die.</summary>
internal static class ProcessSteps
{
    /// <summary>A wait of longer than any process lives, so that none may be at work.</summary>
    public static IEnumerable<Step<World>> Wait(World world) => IsRecent(world)
        && world is { Scan: null, Closing: null, AbandonLook: null, Waiting: null, Syncs.Count: 0, Cleanups.Count: 0 }
            ? [new("time passes", world with { Clock = world.Clock + World.Wait })] : [];

    /// <summary>A process dies; its event is delivered again.</summary>
    public static IEnumerable<Step<World>> Die(World world)
    {
        if (world.Budget.Crashes == 0)
            yield break;
        var crashed = world with { Budget = world.Budget with { Crashes = world.Budget.Crashes - 1 } };
        for (var index = 0; index < world.Syncs.Count; index++)
        {
            yield return new("a sync dies", (crashed with { Syncs = crashed.Syncs.Without(index) })
                .Send(world.Syncs[index].From));
        }

        if (world.AbandonLook is not null)
            yield return new("a sync dies at its look for abandoned uploads", crashed with { AbandonLook = null });

        for (var index = 0; index < world.Cleanups.Count; index++)
        {
            var died = world.Cleanups[index];
            var trash = died.InTrash is { } node
                ? crashed.Trash.Add(new Trashed(died.Chosen[died.File].Name, node)) : crashed.Trash;
            yield return new("a cleanup dies",
                (crashed with { Cleanups = crashed.Cleanups.Without(index), Trash = trash }).Send(died.From));
        }
    }

    /// <summary>Whether anything is younger than a wait makes it.</summary>
    private static bool IsRecent(World world)
    {
        var since = world.Clock - StateEncoder.Long;
        return world.Names.Any(node => node is not null && (node.Changed > since || node.Modified > since))
            || world.Trash.Any(trashed => trashed.Node.Changed > since)
            || world.Begun.Any(begun => (begun.Outcome?.At ?? begun.At) > since)
            || world.Uploads.Any(upload => upload.At > since) || world.Notes.Any(note => note.At > since);
    }
}
