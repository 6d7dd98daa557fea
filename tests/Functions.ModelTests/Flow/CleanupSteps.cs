using Longshore.Core.Clean;
using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>The steps of a cleanup, file after file.</summary>
internal sealed class CleanupSteps(Scope scope, Rules rules)
{
    public IEnumerable<Step<World>> Of(World world) => world.Cleanups.Positions().SelectMany(index => Of(new At(world, index)));

    /// <summary>A cleanup begins: it reads the receipt and lists its keys.</summary>
    /// <param name="volume">The volume that it has mounted.</param>
    public static Step<World> Take(World world, Message message, int volume, string story)
    {
        var receipt = world.Receipt(message);
        var keys = receipt.Files.Where(entry => entry.IsSettled).Select(entry => entry.Key).ToArray();
        var cleanup = new Cleanup(message, CleanAt.Look, File: -1)
        {
            Volume = volume,
            Listed = [.. world.Objects.Where(stored => keys.Contains(stored.Key))],
        };
        return new($"{story}, reads receipt {receipt.Attempt} and lists its keys",
            world with { Cleanups = world.Cleanups.Add(Next(receipt.Files, cleanup)) });
    }

    /// <summary>A cleanup in its world.</summary>
    private readonly record struct At(World World, int Index)
    {
        public Cleanup Cleanup => World.Cleanups[Index];

        public ChosenFile ChosenFile => Cleanup.Chosen[Cleanup.File];

        public Step<World> Go(string story, Cleanup cleanup) => Go(story, World, cleanup);

        public Step<World> Go(string story, World world, Cleanup cleanup) =>
            new($"cleanup {story}", world with { Cleanups = world.Cleanups.With(Index, cleanup) });
    }

    private IEnumerable<Step<World>> Of(At at)
    {
        var (world, cleanup) = (at.World, at.Cleanup);
        switch (cleanup.At)
        {
            case CleanAt.Look:
                foreach (var step in Look(at))
                    yield return step;
                break;
            case CleanAt.Begin:
                yield return Begin(at);
                break;
            case CleanAt.End:
                yield return End(at);
                break;
            default:
                yield return Delete(at, Words.Name(at.ChosenFile.Name));
                break;
        }
    }

    private IEnumerable<Step<World>> Look(At at)
    {
        var (world, cleanup) = (at.World, at.Cleanup);
        var files = world.Receipt(cleanup.From).Files;
        var entry = files[cleanup.File];
        var name = scope.NameOn(cleanup.Volume, entry.Name);
        if (world.Budget.Errors > 0 && !rules.IsErrorAbsence)
            yield return at.Go($"gets an error from {Words.Name(name)} and keeps it",
                world with { Budget = world.Budget with { Errors = world.Budget.Errors - 1 } },
                Next(files, cleanup with { Kept = cleanup.Kept.Add(name) }));
        if (!rules.Believes(world.Receipt(cleanup.From), entry, cleanup.Volume))
        {
            yield return at.Go($"does not believe what the receipt tells of {Words.Name(name)}",
                Next(files, cleanup with { Kept = cleanup.Kept.Add(name) }));
            yield break;
        }

        var verdict = rules.Delete(entry, rules.Look(world.Names[name]), cleanup.Listed, world.Clock);
        var looked = Next(files, cleanup);
        yield return at.Go($"looks at {Words.Name(name)}: {verdict.ToString().ToLowerInvariant()}", verdict switch
        {
            DeleteVerdict.Delete => looked with
            {
                Chosen = cleanup.Chosen.Add(new ChosenFile(name, entry)),
            },
            DeleteVerdict.Gone => looked with { Gone = cleanup.Gone.Add(name) },
            _ => looked with { Kept = cleanup.Kept.Add(name) },
        });
    }

    /// <summary>Goes to the next shipped file, or past the last.</summary>
    private static Cleanup Next(ValueList<Entry> files, Cleanup cleanup)
    {
        var next = cleanup.File + 1;
        while (next < files.Count && !files[next].IsSettled)
            next++;
        return next < files.Count
            ? cleanup with { At = CleanAt.Look, File = next } : cleanup with { At = CleanAt.Begin, File = 0 };
    }

    private Step<World> Begin(At at)
    {
        var (world, cleanup) = (at.World, at.Cleanup);
        var next = cleanup with { At = cleanup.Chosen.Count == 0 ? CleanAt.End : CleanAt.Open };
        if (!rules.WritesBegunRecord)
            return at.Go("begins without a record", next);
        var begun = new Begun(cleanup.Volume, world.Clock, cleanup.Chosen, cleanup.Kept);
        return at.Go("writes its begun record", world with { Begun = world.Begun.Add(begun) },
            next with { Record = world.Begun.Count });
    }

    private Step<World> Delete(At at, string file)
    {
        var (world, cleanup, chosen) = (at.World, at.Cleanup, at.ChosenFile);
        var found = rules.Look(world.Names[chosen.Name]);
        switch (cleanup.At)
        {
            case CleanAt.Open:
                return found is null ? Next(at, $"finds {file} gone", DeleteVerdict.Gone)
                    : !rules.MayRename(found, chosen.Entry) ? Next(at, $"finds {file} changed")
                    : at.Go($"opens {file}",
                        cleanup with { At = scope.Leases ? CleanAt.Lease : CleanAt.LookAgain, Before = found });
            case CleanAt.Lease:
                return world.IsOpenForWriting(cleanup.Before!.Inode) && rules.RefusesOpenFiles
                    ? Next(at, $"gets no lease on {file}, which a writer has open")
                    : at.Go($"takes a lease on {file}", cleanup with { At = CleanAt.LookAgain, Leased = cleanup.Before.Inode });
            case CleanAt.LookAgain:
                return found is not null
                    && !(rules.MayRename(found, chosen.Entry) && (cleanup.Leased == 0 || found.Inode == cleanup.Leased))
                    ? Next(at, $"sees that {file} has changed")
                    : at.Go($"looks at {file} again", cleanup with { At = CleanAt.Rename });
            case CleanAt.Rename:
                if (world.Names[chosen.Name] is not { } node)
                    return Next(at, $"finds {file} gone", DeleteVerdict.Gone);
                world = world.Tick();
                return at.Go($"renames {file} into the trash", world.Set(chosen.Name, null), cleanup with
                {
                    At = cleanup.Leased == 0 ? CleanAt.Moved
                        : rules.IsUnderItsOwnKey(chosen.Entry) ? CleanAt.Unlink : CleanAt.Reread,
                    InTrash = node with { Changed = world.Clock },
                });
            case CleanAt.Moved:
                return at.Go("notes the change time in the trash", cleanup with
                {
                    At = rules.Rereads ? CleanAt.Reread : CleanAt.Unlink,
                    Moved = cleanup.InTrash!.Changed,
                });
            case CleanAt.Reread:
                return IsSame(cleanup) && cleanup.InTrash!.Content == chosen.Entry.Content
                    ? at.Go("reads the file again: the bytes of the receipt", cleanup with { At = CleanAt.Unlink })
                    : at.Go("reads the file again: other bytes", cleanup with { At = CleanAt.PutBack });
            case CleanAt.Unlink:
                return IsSame(cleanup) && rules.IsUndisturbed(cleanup.Disturbed)
                    ? Unlink(at, file)
                    : at.Go($"sees that {file} has changed or a writer waits for it", cleanup with { At = CleanAt.PutBack });
            default:
                return Next(at with { World = world.PutBack(scope, chosen.Name, cleanup.InTrash!) }, $"puts {file} back");
        }
    }

    private bool IsSame(Cleanup cleanup) =>
        rules.IsSame(rules.Look(cleanup.InTrash), cleanup.Before!, cleanup.Leased == 0 ? cleanup.Moved : null)
        && (cleanup.Leased == 0 || cleanup.InTrash!.Inode == cleanup.Leased);

    private static Step<World> Unlink(At at, string file)
    {
        var (world, chosen, node) = (at.World, at.ChosenFile, at.Cleanup.InTrash!);
        var broken = !node.IsRegular ? "1: what is deleted is no file"
            : world.ContentOf(chosen.Entry.Key) != node.Content
                ? $"1: {file} is deleted with bytes {Words.Content(node.Content)}, which S3 does not hold as {chosen.Entry.Key}"
            : at.Cleanup.Record < 0 ? $"3: {file} is deleted, and no begun record names it"
            : null;
        var deleted = world with { Deleted = world.Deleted.Add(new Unlinked(node.Content, node.Inode)) };
        return Next(at with { World = deleted }, $"deletes {file}", DeleteVerdict.Delete) with { Broken = broken };
    }

    /// <summary>One file is done; its lease ends.</summary>
    /// <param name="end">What became of the file.</param>
    private static Step<World> Next(At at, string story, DeleteVerdict end = DeleteVerdict.Keep)
    {
        var cleanup = at.Cleanup;
        var file = cleanup.File + 1;
        return at.Go(story, cleanup with
        {
            At = file == cleanup.Chosen.Count ? CleanAt.End : CleanAt.Open,
            File = file,
            Before = null,
            InTrash = null,
            Moved = 0,
            Leased = 0,
            Disturbed = false,
            Gone = end == DeleteVerdict.Gone ? cleanup.Gone.Add(at.ChosenFile.Name) : cleanup.Gone,
            Kept = end == DeleteVerdict.Keep ? cleanup.Kept.Add(at.ChosenFile.Name) : cleanup.Kept,
        });
    }

    private Step<World> End(At at)
    {
        var (world, cleanup) = (at.World, at.Cleanup);
        var begun = world.Begun;
        if (cleanup.Record >= 0)
            begun = begun.With(cleanup.Record, begun[cleanup.Record] with
            {
                Outcome = rules.ReportedOutcome(new Outcome(cleanup.Kept, cleanup.Gone, world.Clock)),
            });
        return new("cleanup writes what it did",
            (world with { Begun = begun, Cleanups = world.Cleanups.Without(at.Index) }).Forget());
    }
}
