using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>The Broker delivers its events in any order, some twice, some never, some to the wrong cleanup.</summary>
internal sealed class BrokerSteps(Scope scope, SyncSteps sync)
{
    public IEnumerable<Step<World>> Of(World world) => world.Messages.Positions().SelectMany(index => Deliver(world, index));

    private IEnumerable<Step<World>> Deliver(World world, int index)
    {
        var (message, budget) = (world.Messages[index], world.Budget);
        var what = message.IsReady ? "batch.ready" : "batch.synced";
        var taken = world with { Messages = world.Messages.Without(index) };
        if (message.IsReady && world.Syncs.Count < scope.Syncs)
            yield return sync.Take(taken, message, $"a sync{scope.On(message.Batch.Volume)} takes batch.ready");
        if (!message.IsReady && world.Cleanups.Count < scope.Cleanups)
        {
            var volume = message.Batch.Volume;
            yield return CleanupSteps.Take(taken, message, volume, $"a cleanup{scope.On(volume)} takes batch.synced");
            if (scope.Volumes > 1 && budget.Misdelivered > 0)
                yield return CleanupSteps.Take(
                    taken with { Budget = budget with { Misdelivered = budget.Misdelivered - 1 } }, message,
                    1 - volume, $"a cleanup{scope.On(1 - volume)} takes batch.synced of the other volume");
        }

        if (budget.Doubled > 0)
            yield return new($"the Broker doubles {what}",
                (world with { Budget = budget with { Doubled = budget.Doubled - 1 } }).Send(message));
        if (budget.Lost > 0)
            yield return new($"{what} gets lost", taken with { Budget = budget with { Lost = budget.Lost - 1 } });
    }
}

internal static class MessageQueue
{
    /// <summary>Gives an event to the Broker. Their order has no meaning, so they are kept sorted.</summary>
    public static World Send(this World world, Message message)
    {
        Message[] all = [.. world.Messages, message];
        Array.Sort(all, static (one, other) => one.CompareTo(other));
        return world with { Messages = new ValueList<Message>(all) };
    }
}
