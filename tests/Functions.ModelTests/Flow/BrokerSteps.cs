using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>Time, the schedule, the Broker, and processes that die.</summary>
internal sealed class BrokerSteps(Scope scope, Rules rules, SyncSteps sync)
{
    public IEnumerable<Step<World>> Of(World world)
    {
        if (IsRecent(world) && world is { Scan: null, Closing: null, Waiting: null, Syncs.Count: 0, Cleanups.Count: 0 })
            yield return new("time passes", world with { Clock = world.Clock + World.Wait });
        var budget = world.Budget;
        if (world.Scan is { } scan)
            yield return Go(world, scan);
        else if (budget.Scans > 0)
        {
            for (var volume = 0; volume < scope.Volumes; volume++)
            {
                if (Next(world, volume, 0) is not null)
                    yield return Go(world with { Budget = budget with { Scans = budget.Scans - 1 } }, new Scan(volume, 0, []));
            }
        }

        for (var index = 0; index < world.Messages.Count; index++)
        {
            if (index > 0 && world.Messages[index] == world.Messages[index - 1])
                continue;
            foreach (var step in Deliver(world, index))
                yield return step;
        }

        if (budget.Crashes == 0)
            yield break;
        var crashed = world with { Budget = budget with { Crashes = budget.Crashes - 1 } };
        for (var index = 0; index < world.Syncs.Count; index++)
        {
            yield return new("a sync dies", (crashed with { Syncs = crashed.Syncs.Without(index) })
                .Send(world.Syncs[index].From));
        }

        for (var index = 0; index < world.Cleanups.Count; index++)
        {
            var died = world.Cleanups[index];
            var trash = died.InTrash is { } node
                ? crashed.Trash.Add(new Trashed(died.Chosen[died.File].Name, node)) : crashed.Trash;
            yield return new("a cleanup dies",
                (crashed with { Cleanups = crashed.Cleanups.Without(index), Trash = trash }).Send(died.From));
        }
    }

    private Step<World> Go(World world, Scan scan)
    {
        if (Next(world, scan.Volume, scan.Next) is not { } name)
            return End(world, scan, $"schedule{On(scan.Volume)} finds no further file");
        var node = rules.Look(world.Names[name])!;
        var isReady = rules.Ready(node, null, world.Clock, default) == Volumes.Readiness.Ready;
        var story = $"schedule{On(scan.Volume)} looks at {Say.Name(name)}: {(isReady ? "ready" : "too young")}";
        if (isReady)
            scan = scan with { Found = scan.Found.Add(new Planned(name, node.Modified)) };
        return Next(world, scan.Volume, name + 1) is { } next
            ? new(story, world with { Scan = scan with { Next = next } })
            : End(world, scan, story);
    }

    private static Step<World> End(World world, Scan scan, string story)
    {
        world = world with { Scan = null };
        return scan.Found.Count == 0 ? new(story, world)
            : new($"{story}, and emits batch.ready", world.Send(new Message(new Batch(scan.Volume, scan.Found))));
    }

    /// <summary>The next name of a volume that leads to a file.</summary>
    private int? Next(World world, int volume, int from)
    {
        for (var name = from; name < world.Names.Count; name++)
        {
            if (world.Names[name] is { IsRegular: true } && scope.VolumeOf(name) == volume)
                return name;
        }

        return null;
    }

    private IEnumerable<Step<World>> Deliver(World world, int index)
    {
        var (message, budget) = (world.Messages[index], world.Budget);
        var what = message.IsReady ? "batch.ready" : "batch.synced";
        var taken = world with { Messages = world.Messages.Without(index) };
        if (message.IsReady && world.Syncs.Count < scope.Syncs)
            yield return sync.Take(taken, message, $"a sync{On(message.Batch.Volume)} takes batch.ready");
        if (!message.IsReady && world.Cleanups.Count < scope.Cleanups)
        {
            var volume = message.Batch.Volume;
            yield return CleanupSteps.Take(taken, message, volume, $"a cleanup{On(volume)} takes batch.synced");
            if (scope.Volumes > 1 && budget.Lost > 0)
                yield return CleanupSteps.Take(taken with { Budget = budget with { Lost = budget.Lost - 1 } }, message,
                    1 - volume, $"a cleanup{On(1 - volume)} takes batch.synced of the other volume");
        }

        if (budget.Doubled > 0)
            yield return new($"the Broker doubles {what}",
                (world with { Budget = budget with { Doubled = budget.Doubled - 1 } }).Send(message));
        if (budget.Lost > 0)
            yield return new($"{what} gets lost", taken with { Budget = budget with { Lost = budget.Lost - 1 } });
    }

    private string On(int volume) => scope.Volumes == 1 ? "" : $" of volume {volume + 1}";

    /// <summary>Whether anything is younger than a wait makes it.</summary>
    private static bool IsRecent(World world)
    {
        var since = world.Clock - Code.Long;
        foreach (var node in world.Names)
        {
            if (node is not null && (node.Changed > since || node.Modified > since))
                return true;
        }

        foreach (var trashed in world.Trash)
        {
            if (trashed.Node.Changed > since)
                return true;
        }

        foreach (var begun in world.Begun)
        {
            if ((begun.Outcome?.At ?? begun.At) > since)
                return true;
        }

        return false;
    }
}

internal static class Mail
{
    /// <summary>Gives an event to the Broker. Their order has no meaning, so they are kept sorted.</summary>
    public static World Send(this World world, Message message)
    {
        Message[] all = [.. world.Messages, message];
        Array.Sort(all, static (one, other) => one.CompareTo(other));
        return world with { Messages = new Row<Message>(all) };
    }
}
