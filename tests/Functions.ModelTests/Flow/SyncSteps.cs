using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.ModelTests.Exploring;
using Longshore.Volumes;

namespace Longshore.ModelTests.Flow;

/// <summary>
/// The steps of a sync, file after file: it works on several at once, and what it does to one touches no other.
/// </summary>
internal sealed partial class SyncSteps(Scope scope, Rules rules)
{
    public IEnumerable<Step<World>> Of(World world) => world.Syncs.Positions().SelectMany(index => Of(new At(world, index)));

    /// <summary>A sync begins: it reads the batch's latest receipt.</summary>
    public Step<World> Take(World world, Message message, string story)
    {
        var earlier = world.Latest(message.Batch);
        if (earlier is not null
            && !earlier.Files.All(entry => !entry.IsSettled || rules.Believes(earlier, entry, message.Batch.Volume)))
            earlier = null;
        var sync = new Sync(message, earlier is null ? SyncAt.List : SyncAt.Stat, Earlier: earlier);
        return new($"{story} and finds {(earlier is null ? "no receipt" : $"receipt {earlier.Attempt}")}",
            world with { Syncs = world.Syncs.Add(sync) });
    }

    /// <summary>A sync in its world.</summary>
    private readonly record struct At(World World, int Index)
    {
        public Sync Sync => World.Syncs[Index];

        public World With(Sync sync) => World with { Syncs = World.Syncs.With(Index, sync) };

        public Step<World> Go(string story, Sync sync) => new($"sync {story}", With(sync));
    }

    private IEnumerable<Step<World>> Of(At at)
    {
        var (world, sync) = (at.World, at.Sync);
        var file = sync.File < sync.From.Batch.Files.Count ? Words.Name(sync.Current.Name) : "";
        switch (sync.At)
        {
            case SyncAt.Stat:
                yield return StatAll(at);
                break;
            case SyncAt.Confirm:
                var holds = sync.Entries.All(entry =>
                    rules.IsUnderItsOwnKey(entry) && Product.Listed(world.Objects, entry.Key) is { } item
                    && item.Is(Product.Entry(entry).ETag, 1));
                yield return holds
                    ? at.Go("confirms that the receipt holds",
                        sync with { At = SyncAt.Reply, Attempt = sync.Earlier!.Attempt, Entries = [] })
                    : at.Go("finds that the receipt does not hold", sync with { At = SyncAt.List, Entries = [] });
                break;
            case SyncAt.List:
                yield return at.Go("lists the keys", sync with { At = SyncAt.Open, Listed = Keys(world, sync.From.Batch) });
                break;
            case SyncAt.Open:
                foreach (var step in Open(at, file))
                    yield return step;
                break;
            case SyncAt.Read or SyncAt.ReadTaken:
                var next = sync.At == SyncAt.Read ? SyncAt.ReadOn : SyncAt.Compare;
                yield return at.Go($"reads {file}", sync with { At = next, Read = Bytes(world, sync).Content });
                break;
            case SyncAt.ReadOn:
                var read = Bytes(world, sync).Content == sync.Read ? sync.Read : Sync.Torn;
                yield return HasChanged(world, sync)
                    ? End(at, $"sees that {file} has changed while it was read", FileOutcome.Deferred)
                    : at.Go($"has read {file} and looked again", sync with { At = SyncAt.Put, Read = read });
                break;
            case SyncAt.Put:
                foreach (var step in Put(at, file))
                    yield return step;
                break;
            case SyncAt.Compare:
                yield return Compare(at, file);
                break;
            case SyncAt.Write:
                yield return Write(at);
                break;
            case SyncAt.Reply:
                yield return Reply(at);
                break;
            default:
                foreach (var step in Parts(at, file))
                    yield return step;
                break;
        }
    }

    private SyncAt FirstOfPut => scope.Large ? SyncAt.FindNote : SyncAt.Read;

    private Step<World> StatAll(At at)
    {
        var (world, sync) = (at.World, at.Sync);
        var left = new List<Entry>();
        var holds = rules.StillHolds(sync.Earlier!, name =>
        {
            var node = rules.Look(world.Names[name]);
            if (node is not null)
                left.Add(sync.Earlier!.Files.First(entry => entry.Name == name));
            return Product.Stat(node);
        });
        return at.Go(holds ? "sees the files as in the receipt, or gone" : "sees that the receipt is not the whole answer",
            sync with { At = holds ? SyncAt.Confirm : SyncAt.List, Entries = holds ? [.. left] : [] });
    }

    private IEnumerable<Step<World>> Open(At at, string file)
    {
        var (world, sync) = (at.World, at.Sync);
        if (world.Budget.Parks > 0)
            yield return new("sync has no time left", at.With(sync with
            {
                At = SyncAt.Write,
                Entries = [.. sync.Entries, .. sync.From.Batch.Files.Skip(sync.File)
                    .Select(left => new Entry(left.Name, scope.KeyOf(left.Name), FileOutcome.Remaining))],
                Parked = true,
            }) with
            { Budget = world.Budget with { Parks = world.Budget.Parks - 1 } });
        var node = rules.Look(world.Names[sync.Current.Name]);
        if (world.Budget.Errors > 0)
        {
            var failed = rules.IsErrorAbsence ? FileOutcome.Missing : FileOutcome.Failed;
            var error = End(at, $"gets an error from {file}", failed);
            var left = world.Budget with { Errors = world.Budget.Errors - 1 };
            yield return error with { Next = error.Next with { Budget = left } };
        }

        var settled = sync.Earlier?.Files.FirstOrDefault(entry => entry.Name == sync.Current.Name);
        if (settled is { IsSettled: true } && rules.IsUnderItsOwnKey(settled) && rules.IsSettledNow(settled, node, sync.Listed))
        {
            yield return End(at, $"finds {file} as in the receipt", settled with { Outcome = FileOutcome.Present });
            yield break;
        }

        var writer = !scope.Leases ? WriterState.Unknown
            : node is not null && world.IsOpenForWriting(node.Inode) && rules.RefusesOpenFiles ? WriterState.Open
            : WriterState.None;
        var ready = rules.Ready(node, sync.Current.Modified, world.Clock, writer);
        if (ready != Readiness.Ready)
        {
            yield return End(at, $"finds {file} {(ready == Readiness.Missing ? "gone" : "not ready")}",
                ready == Readiness.Missing ? FileOutcome.Missing : FileOutcome.Deferred);
            yield break;
        }

        var isTaken = sync.Listed.ContentOf(new Key(scope.KeyOf(sync.Current.Name), 0)) is not null;
        yield return at.Go($"opens {file}",
            sync with { At = isTaken ? SyncAt.ReadTaken : FirstOfPut, Opened = node, Beside = 0, Read = 0 });
    }

    private IEnumerable<Step<World>> Put(At at, string file)
    {
        var (world, sync) = (at.World, at.Sync);
        var key = KeyOf(sync);
        var there = world.ContentOf(key);
        var isTaken = there is not null;
        if (rules.IsRefused(isTaken))
        {
            yield return rules.IsTakenWritten
                ? End(at, $"is told that {key} is taken, and takes it for written",
                    Settled(sync, FileOutcome.Uploaded, sync.Read))
                : at.Go($"is told that {key} is taken", sync with { At = SyncAt.Compare });
            yield break;
        }

        var broken = isTaken && there != sync.Read ? $"2: {key} was overwritten with other bytes" : null;
        var put = at with { World = world.Put(key, sync.Read) };
        var done = End(put, $"puts {file} as {key}", Settled(sync, FileOutcome.Uploaded, sync.Read));
        yield return done with { Broken = broken ?? done.Broken };
        if (world.Budget.Unanswered > 0)
            yield return new($"sync puts {file} as {key}, and the answer is lost",
                put.World with { Budget = world.Budget with { Unanswered = world.Budget.Unanswered - 1 } }, broken);
    }

    private Step<World> Compare(At at, string file)
    {
        var (world, sync) = (at.World, at.Sync);
        var key = KeyOf(sync);
        if (HasChanged(world, sync))
            return End(at, $"sees that {file} has changed while it was compared", FileOutcome.Deferred);
        if (world.ContentOf(key) is not { } stored)
            return End(at, $"finds nothing in {key} any more", FileOutcome.Failed);
        return rules.Conflict(rules.Compare(stored, sync.Read), scope.Conflict) switch
        {
            ConflictAction.TakeAsPresent => End(at, $"finds the bytes of {file} in {key}",
                Settled(sync, FileOutcome.Present, stored)),
            ConflictAction.PutUnderChecksum when sync.Beside == 0 => at.Go($"finds other bytes in {key}",
                sync with { At = FirstOfPut, Beside = sync.Read, Read = 0 }),
            _ => End(at, $"finds other bytes in {key} and gives up", FileOutcome.Failed),
        };
    }

    private Step<World> Write(At at)
    {
        var (world, sync) = (at.World, at.Sync);
        var reported = rules.ReportedFiles(sync.Entries);
        var attempt = 1 + Math.Max(sync.Earlier?.Attempt ?? 0, world.Latest(sync.From.Batch)?.Attempt ?? 0);
        var receipt = new Receipt(sync.From.Batch, attempt, reported);
        var next = at.With(sync with { At = SyncAt.Reply, Attempt = attempt });
        return new($"sync writes receipt {attempt}", (next with { Receipts = world.Receipts.Add(receipt) }).Forget(),
            reported.Count == sync.From.Batch.Files.Count ? null : "3: a receipt leaves a file out");
    }

    private Step<World> Reply(At at)
    {
        var (world, sync) = (at.World, at.Sync);
        var next = world with { Syncs = world.Syncs.Without(at.Index) };
        if (scope.Cleanups > 0)
            next = next.Send(new Message(sync.From.Batch, sync.Attempt));
        if (sync.Parked)
            next = next.Send(new Message(sync.From.Batch with
            {
                Files = [.. sync.From.Batch.Files.Where((_, index) => sync.Entries[index].Outcome == FileOutcome.Remaining)],
            }));
        return new(sync.Parked ? "sync emits batch.synced and replies the rest" : "sync replies batch.synced", next);
    }

    private Step<World> End(At at, string story, FileOutcome outcome) =>
        End(at, story, new Entry(at.Sync.Current.Name, scope.KeyOf(at.Sync.Current.Name), outcome));

    /// <summary>One file has its outcome.</summary>
    private static Step<World> End(At at, string story, Entry entry)
    {
        var next = at.Go(story, at.Sync with
        {
            At = at.Sync.File + 1 == at.Sync.From.Batch.Files.Count ? SyncAt.Write : SyncAt.Open,
            File = at.Sync.File + 1,
            Entries = at.Sync.Entries.Add(entry),
            Opened = null,
            Read = 0,
            Beside = 0,
            Sending = null,
        });
        return entry.IsSettled ? next with { Broken = Lie(at.World, entry) } : next;
    }

    /// <summary>The model knows what stood in the file when its fingerprint was taken.</summary>
    private static string? Lie(World world, Entry entry) => world.ContentOf(entry.Key) == entry.Seen!.Content
        ? null : $"a receipt lies: {entry.Key} does not hold what {Words.Name(entry.Name)} held";

    private Entry Settled(Sync sync, FileOutcome outcome, int content) =>
        new(sync.Current.Name, scope.KeyOf(sync.Current.Name), outcome, sync.Opened, KeyOf(sync), content);

    private Key KeyOf(Sync sync) => new(scope.KeyOf(sync.Current.Name), sync.Beside);

    /// <summary>The open file now. What no name leads to is as it was.</summary>
    private static Node Bytes(World world, Sync sync) => world.Find(sync.Opened!.Inode) ?? sync.Opened;

    private bool HasChanged(World world, Sync sync) => rules.HasChanged(rules.Look(world.Find(sync.Opened!.Inode)), sync.Opened);

    private ValueList<Stored> Keys(World world, Batch batch)
    {
        var keys = batch.Files.Select(file => scope.KeyOf(file.Name)).ToArray();
        return [.. world.Objects.Where(stored => stored.Key.Beside == 0 && keys.Contains(stored.Key.Name))];
    }
}
