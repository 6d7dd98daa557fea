using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>
/// The protocol of scan, batch, upload, receipt and deletion. Broken promises have the numbers of <c>docs/architecture.md</c>; 4
/// is that uploads are neither left behind nor aborted at work.
/// </summary>
internal sealed class FlowProtocol : IProtocol<World>
{
    private readonly Scope _scope;
    private readonly WriterSteps _writer;
    private readonly ScheduleSteps _schedule;
    private readonly BrokerSteps _broker;
    private readonly SyncSteps _sync;
    private readonly CleanupSteps _cleanup;
    private readonly ClosingSteps _closing;
    private readonly AbandonSteps _abandon;
    private readonly OtherClientSteps _others;
    private readonly FlowEncoder _encoder;

    public FlowProtocol(Scope scope, Rules? rules = null)
    {
        rules ??= new Rules();
        _scope = scope;
        _writer = new WriterSteps(scope);
        _schedule = new ScheduleSteps(scope, rules);
        _sync = new SyncSteps(scope, rules);
        _cleanup = new CleanupSteps(scope, rules);
        _broker = new BrokerSteps(scope, _sync);
        _closing = new ClosingSteps(scope, rules);
        _abandon = new AbandonSteps(scope, rules);
        _others = new OtherClientSteps(scope);
        _encoder = new FlowEncoder(scope);
    }

    public World Start => _scope.Start();

    public IEnumerable<Step<World>> Steps(World state) =>
        Own(state).Concat(ProcessSteps.Die(state)).Concat(_writer.Of(state)).Concat(_others.Of(state));

    public UInt128 Name(World state) => _encoder.Of(state);

    public string? Broken(World state) => Lost(state) ?? Miscounted(state) ?? Left(state);

    /// <summary>
    /// What Longshore does by itself, the most urgent first: what has begun goes on, time passes when all else is done, and after
    /// that it looks for something to do.
    /// </summary>
    private IEnumerable<Step<World>> Own(World world) => _sync.Of(world).Concat(_cleanup.Of(world))
        .Concat(_schedule.GoOn(world)).Concat(_broker.Of(world)).Concat(_closing.GoOn(world)).Concat(_abandon.GoOn(world))
        .Concat(ProcessSteps.Wait(world)).Concat(_closing.Begin(world)).Concat(_abandon.Begin(world))
        .Concat(_schedule.Begin(world));

    private static string? Lost(World world)
    {
        foreach (var content in world.MustKeep)
        {
            if (!IsKept(world, content))
                return $"1: the bytes {Words.Content(content)} are neither on the volume nor in S3";
        }

        return null;
    }

    private static bool IsKept(World world, int content) =>
        world.Objects.Any(stored => stored.Content == content) || world.Names.Any(node => node?.Content == content)
        || world.Trash.Any(trashed => trashed.Node.Content == content)
        || world.Cleanups.Any(cleanup => cleanup.InTrash?.Content == content);

    /// <summary>No deletion is told that never was, and none twice.</summary>
    private static string? Miscounted(World world)
    {
        if (world.IsDisputed)
            return null;
        var reported = ReportedDeletions(world);
        foreach (var group in reported.GroupBy(content => content))
        {
            var really = world.Deleted.Count(deleted => deleted.Content == group.Key);
            if (group.Count() > really)
                return $"3: the records tell {group.Count()} deletions of {Words.Content(group.Key)}, and there were {really}";
        }

        return null;
    }

    private static List<int> ReportedDeletions(World world)
    {
        var reported = new List<int>();
        foreach (var begun in world.Begun)
        {
            if (begun.Outcome is { } outcome)
                reported.AddRange(begun.DeletedBy(outcome).Select(file => file.Entry.Content));
        }

        return reported;
    }

    /// <summary>In a quiet world a few undisturbed rounds leave nothing on the volume and no account open.</summary>
    private string? Left(World world)
    {
        if (world is not
            {
                Scan: null, Closing: null, AbandonLook: null, Waiting: null, Held: 0, Syncs.Count: 0, Cleanups.Count: 0,
                Messages.Count: 0
            })
            return null;
        var isLastScan = world.Budget.Scans == 0;
        world = world with { Budget = new Budget { Scans = 3 * _scope.Volumes } };
        for (var steps = 0; steps < 500; steps++)
        {
            var step = Own(world).FirstOrDefault();
            if (step.Next is null)
                break;
            // While scans are left the search comes to such a step by itself, and tells the whole story.
            if (step.Broken is not null)
                return isLastScan ? $"{step.Broken} (at a later scan: {step.Story})" : null;
            world = step.Next;
        }

        return (_scope.Cleanups > 0 && world.Names.Any(node => node is { IsRegular: true })) || world.Trash.Count > 0
            ? "a quiet world has something left: a file that nobody ships and deletes any more"
            : world.Notes.Any(note => !note.IsOf(world.Names[note.Name])) ? "4: a quiet world has a note left, and not its file"
            : world.Uploads.Any(upload => upload.IsNoted && world.Notes.All(note => note.Upload != upload.Id))
                ? "4: a quiet world has an upload left, and not its note"
            : world.Begun.Any(begun => begun.Outcome is null) ? "3: a quiet world has an open begun record"
            : !world.IsDisputed && ReportedDeletions(world).Count != world.Deleted.Count
                ? $"3: {world.Deleted.Count} files were deleted, and the records tell {ReportedDeletions(world).Count}"
            : Lost(world) ?? Miscounted(world);
    }
}

internal static class Accounts
{
    /// <summary>The files that an outcome reports as deleted.</summary>
    public static IEnumerable<ChosenFile> DeletedBy(this Begun begun, Outcome outcome) => begun.Files.Where(file =>
        !outcome.Kept.Contains(file.Name) && !outcome.Gone.Contains(file.Name));
}
