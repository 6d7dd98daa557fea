using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>The steps of a scan, file after file.</summary>
internal sealed class ScheduleSteps(Scope scope, Rules rules)
{
    public IEnumerable<Step<World>> Begin(World world)
    {
        var budget = world.Budget;
        for (var volume = 0; volume < scope.Volumes && world.Scan is null && budget.Scans > 0; volume++)
        {
            if (Next(world, volume, 0) is not null)
                yield return Look(world with { Budget = budget with { Scans = budget.Scans - 1 } }, new Scan(volume, 0, []));
        }
    }

    public IEnumerable<Step<World>> GoOn(World world) => world.Scan is { } scan ? [Look(world, scan)] : [];

    private Step<World> Look(World world, Scan scan)
    {
        if (Next(world, scan.Volume, scan.Next) is not { } name)
            return End(world, scan, $"schedule{scope.On(scan.Volume)} finds no further file");
        var node = rules.Look(world.Names[name])!;
        var isReady = rules.Ready(node, null, world.Clock, default) == Volumes.Readiness.Ready;
        var story = $"schedule{scope.On(scan.Volume)} looks at {Words.Name(name)}: {(isReady ? "ready" : "too young")}";
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
}
