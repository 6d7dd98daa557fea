using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Design;

/// <param name="TrustsHeaders">
/// Sabotage: a bundle found again is taken by path, size and modification time, without hashing.
/// </param>
/// <param name="SkipsTheSecondLook">Sabotage: a file goes into the tar without a look after the reading.</param>
/// <param name="TrustsTheReceipt">Sabotage: cleanup compares with the receipt's checksum, and not with what S3 holds.</param>
/// <param name="SkipsTheLookBeforeTheRename">
/// Sabotage: a file whose bytes are proven is deleted, whatever has become of it.
/// </param>
/// <param name="SkipsTheReread">Sabotage: after the bundle was read back, no file is read again in the trash.</param>
internal sealed record BundleRules(
    bool TrustsHeaders = false, bool SkipsTheSecondLook = false, bool TrustsTheReceipt = false,
    bool SkipsTheLookBeforeTheRename = false, bool SkipsTheReread = false);

/// <summary>A small file: its bytes, and the change time by which a look tells one state from the next.</summary>
internal readonly record struct Small(int Content, int Changed);

/// <summary>A file in a receipt: the state it was seen in, and where its bytes are.</summary>
/// <param name="Bundle">Number of the bundle.</param>
internal readonly record struct Bundled(int File, int Changed, int Bundle);

internal enum BundlerAt
{
    Look = 0,
    Read,
    Check,
    Put,
    Write,
}

/// <param name="Seen">What a look told of the file before it was read.</param>
/// <param name="Held">The bytes in the tar so far: file, content, change time.</param>
internal sealed record Bundler(
    BundlerAt At, int File, Small Seen, int Content, ValueList<(int File, int Content, int Changed)> Held,
    ValueList<Bundled> Found);

internal enum BundleCleanAt
{
    Read = 0,
    Prove,
    Move,
    Unlink,
}

/// <param name="Read">Per file the bytes that it had in its place; 0 if it was gone or is not the one of the receipt.</param>
/// <param name="Must">Per file the bytes that it must have in the trash; 0 keeps it, <see cref="Any"/> asks no more.</param>
/// <param name="Trash">The files in the trash, by number.</param>
internal sealed record BundleCleanup(
    BundleCleanAt At, int File, ValueList<int> Read, ValueList<int> Must, ValueList<int> Trash)
{
    public const int Any = -1;
}

/// <param name="Files">The two files of a batch, both of one size; null if deleted.</param>
/// <param name="Bundles">Per bundle in S3 the content at each file's offset; 0 where it has none.</param>
/// <param name="Receipt">The latest receipt.</param>
/// <param name="Acts">Writes that may still come.</param>
/// <param name="Runs">Syncs that may still begin.</param>
/// <param name="Replaced">How often somebody else may still replace the first bundle.</param>
internal sealed record BundleWorld(
    ValueList<Small?> Files, ValueList<ValueList<int>> Bundles, ValueList<Bundled> Receipt, Bundler? Sync,
    BundleCleanup? Cleanup, int Clock, int Acts, int Crashes, int Runs, int Replaced);

/// <summary>
/// Two small files go into one bundle, are rewritten without a trace in size or modification time, and are deleted together. The
/// rule: only hashed bytes get into a receipt. Cleanup builds the tar again from the files in their places; if that is not what
/// S3 holds, it reads the bundle back and compares each file with the bytes at its offset, in the trash. Before each rename
/// it looks whether the file has changed since it was read.
/// </summary>
internal sealed class Bundles(BundleRules rules) : IProtocol<BundleWorld>
{
    private const int Files = 2;

    public BundleWorld Start { get; } = new(
        [new Small(1, 1), new Small(2, 1)], Bundles: [], Receipt: [], Sync: null, Cleanup: null, Clock: 1, Acts: 2, Crashes: 1,
        Runs: 2, Replaced: 1);

    public UInt128 Name(BundleWorld state) => StateEncoder.Hash(state);

    public string? Broken(BundleWorld state) => null;

    public IEnumerable<Step<BundleWorld>> Steps(BundleWorld world)
    {
        for (var file = 0; file < Files && world.Acts > 0; file++)
        {
            // In the trash it has no name for the writer.
            if (world.Files[file] is not null && world.Cleanup?.Trash.Contains(file) != true)
                yield return new($"the writer rewrites {Name(file)} unseen", world with
                {
                    Files = world.Files.With(file, new Small(10 + world.Clock, world.Clock + 1)),
                    Clock = world.Clock + 1,
                    Acts = world.Acts - 1,
                });
        }

        if (world is { Replaced: > 0, Bundles.Count: > 0, Cleanup: null })
            yield return new("somebody else replaces the bundle",
                world with { Replaced = 0, Bundles = world.Bundles.With(0, [99, 99]) });
        if (world.Sync is { } sync)
        {
            yield return Go(world, sync);
            if (world.Crashes > 0)
                yield return new("sync dies", world with { Sync = null, Crashes = world.Crashes - 1, Runs = world.Runs + 1 });
        }
        else if (world.Runs > 0 && world.Files.Any(file => file is not null))
            yield return new("a sync begins the batch", world with { Runs = world.Runs - 1, Sync = Next(world, new([], [])) });
        if (world.Cleanup is { } cleanup)
        {
            yield return Go(world, cleanup);
            if (world.Crashes > 0)
                yield return new("cleanup dies, and its trash is put back", PutBack(world, cleanup.Trash) with
                {
                    Cleanup = null,
                    Crashes = world.Crashes - 1,
                });
        }
        else if (world.Receipt.Count > 0)
            yield return new("a cleanup begins", world with
            {
                Cleanup = new BundleCleanup(BundleCleanAt.Read, 0, [], [], []),
            });
    }

    private static string Name(int file) => file == 0 ? "a" : "b";

    private readonly record struct Progress(
        ValueList<(int File, int Content, int Changed)> Held, ValueList<Bundled> Found, int File = 0);

    private static Bundler Next(BundleWorld world, Progress progress)
    {
        var file = progress.File;
        while (file < Files && world.Files[file] is null)
            file++;
        var next = file < Files ? BundlerAt.Look : progress.Held.Count > 0 ? BundlerAt.Put : BundlerAt.Write;
        return new Bundler(next, file, default, 0, progress.Held, progress.Found);
    }

    private Step<BundleWorld> Go(BundleWorld world, Bundler sync)
    {
        var file = sync.File;
        var progress = new Progress(sync.Held, sync.Found, file + 1);
        switch (sync.At)
        {
            case BundlerAt.Look:
                return world.Files[file] is { } seen
                    ? new($"sync looks at {Name(file)}", world with { Sync = sync with { At = BundlerAt.Read, Seen = seen } })
                    : new($"sync finds {Name(file)} gone", world with { Sync = Next(world, progress) });
            case BundlerAt.Read:
                return world.Files[file] is { } read
                    ? new($"sync reads {Name(file)}",
                        world with { Sync = sync with { At = BundlerAt.Check, Content = read.Content } })
                    : new($"sync finds {Name(file)} gone", world with { Sync = Next(world, progress) });
            case BundlerAt.Check:
                if (!rules.SkipsTheSecondLook && world.Files[file]?.Changed != sync.Seen.Changed)
                    return new($"sync sees that {Name(file)} has changed", world with { Sync = Next(world, progress) });
                var bundle = Enumerable.Range(0, world.Bundles.Count).Where(number => world.Bundles[number][file] != 0
                    && (rules.TrustsHeaders || world.Bundles[number][file] == sync.Content)).Append(-1).First();
                if (bundle >= 0)
                {
                    var found = sync.Found.Add(new Bundled(file, sync.Seen.Changed, bundle));
                    return new($"sync finds {Name(file)} in bundle {bundle + 1}",
                        world with { Sync = Next(world, progress with { Found = found }) },
                        Lie(sync.Seen.Content, world.Bundles[bundle][file]));
                }

                var held = sync.Held.Add((file, sync.Content, sync.Seen.Changed));
                return new($"sync adds {Name(file)} to a tar",
                    world with { Sync = Next(world, progress with { Held = held }) }, Lie(sync.Seen.Content, sync.Content));
            case BundlerAt.Put:
                ValueList<int> tar = [.. Enumerable.Range(0, Files).Select(each =>
                    sync.Held.Where(one => one.File == each).Select(one => one.Content).FirstOrDefault())];
                // The name has the checksum of the bytes in it, so that the same tar is the same object.
                var number = world.Bundles.Span.IndexOf(tar) is var at && at >= 0 ? at : world.Bundles.Count;
                return new("sync puts the bundle", world with
                {
                    Bundles = number < world.Bundles.Count ? world.Bundles : world.Bundles.Add(tar),
                    Sync = sync with
                    {
                        At = BundlerAt.Write,
                        Held = [],
                        Found = [.. sync.Found, .. sync.Held.Select(one => new Bundled(one.File, one.Changed, number))],
                    },
                });
            default:
                return new("sync writes the receipt", world with { Receipt = sync.Found, Sync = null });
        }
    }

    private static string? Lie(int seen, int stored) =>
        seen == stored ? null : "a receipt lies: the bundle does not hold what the file held";

    private Step<BundleWorld> Go(BundleWorld world, BundleCleanup cleanup)
    {
        var file = cleanup.File;
        var next = cleanup with { File = file + 1 };
        switch (cleanup.At)
        {
            case BundleCleanAt.Read when file < Files:
                return new($"cleanup reads {Name(file)} in its place", world with
                {
                    Cleanup = next with
                    {
                        Read = cleanup.Read.Add(IsAsShipped(world, file) ? world.Files[file]!.Value.Content : 0),
                    },
                });
            case BundleCleanAt.Read:
                return new("cleanup has read what is there", world with { Cleanup = cleanup with { At = BundleCleanAt.Prove } });
            case BundleCleanAt.Prove:
                ValueList<int> must = [.. Enumerable.Range(0, Files).Select(each => MustHold(world, cleanup.Read, each))];
                return new("cleanup compares the tar with what S3 holds, or reads that back",
                    world with { Cleanup = cleanup with { At = BundleCleanAt.Move, File = 0, Must = must } });
            case BundleCleanAt.Move when file < Files:
                return cleanup.Must[file] != 0 && (rules.SkipsTheLookBeforeTheRename
                    ? world.Files[file] is not null : IsAsShipped(world, file))
                    ? new($"cleanup renames {Name(file)} into the trash",
                        world with { Cleanup = next with { Trash = cleanup.Trash.Add(file) } })
                    : new($"cleanup keeps {Name(file)}", world with { Cleanup = next });
            case BundleCleanAt.Move:
                return new("cleanup has moved what it may", world with { Cleanup = cleanup with { At = BundleCleanAt.Unlink } });
            default:
                ValueList<int> proven = [.. cleanup.Trash.Where(each => cleanup.Must[each] == BundleCleanup.Any
                    || rules.SkipsTheReread || cleanup.Must[each] == world.Files[each]!.Value.Content)];
                var lost = proven.FirstOrDefault(each => !IsHeld(world, each), -1);
                var left = PutBack(world, [.. cleanup.Trash.Except(proven)]);
                return new($"cleanup deletes {proven.Count} files and puts the others back", left with
                {
                    Files = [.. left.Files.Select((each, number) => proven.Contains(number) ? null : each)],
                    Cleanup = null,
                    Receipt = [],
                },
                    lost >= 0 ? $"1: {Name(lost)} is deleted, and no bundle holds its bytes at its offset" : null);
        }
    }

    /// <summary>Whether the file is there and in the state of the receipt.</summary>
    private static bool IsAsShipped(BundleWorld world, int file) => world.Files[file] is { } there
        && world.Receipt.Any(entry => entry.File == file && entry.Changed == there.Changed);

    /// <summary>See <see cref="BundleCleanup"/>. Only a bundle that is rebuilt as a whole asks no more of its files.</summary>
    private int MustHold(BundleWorld world, ValueList<int> read, int file)
    {
        if (!world.Receipt.Any(entry => entry.File == file))
            return 0;
        var bundle = world.Receipt.First(entry => entry.File == file).Bundle;
        var rebuilt = Enumerable.Range(0, Files).All(each => world.Bundles[bundle][each]
            == (world.Receipt.Any(entry => entry.File == each && entry.Bundle == bundle) ? read[each] : 0));
        return rebuilt || rules.TrustsTheReceipt ? BundleCleanup.Any : world.Bundles[bundle][file];
    }

    /// <summary>A rename moves the change time.</summary>
    private static BundleWorld PutBack(BundleWorld world, ValueList<int> trash) => world with
    {
        Files = [.. world.Files.Select((file, number) =>
            file is { } there && trash.Contains(number) ? there with { Changed = world.Clock + 1 } : file)],
        Clock = world.Clock + 1,
    };

    private static bool IsHeld(BundleWorld world, int file) =>
        world.Bundles.Any(bundle => bundle[file] == world.Files[file]!.Value.Content);
}
