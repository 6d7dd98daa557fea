using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Design;

/// <param name="ReplacesManifests">Sabotage: manifests are put without a condition.</param>
/// <param name="NamesByContent">
/// Sabotage: a segment's name is made of what it holds, and the loser of a race removes its own.
/// </param>
/// <param name="KeepsOneManifest">Sabotage: segments go as soon as the newest manifest does not name them.</param>
/// <param name="TakesListedForWritten">
/// Sabotage: a receipt counts as taken when it was listed, not when a manifest names it.
/// </param>
/// <param name="SweepsYoung">Sabotage: a segment that no manifest names goes, also one that was put a moment ago.</param>
internal sealed record CatalogueRules(
    bool ReplacesManifests = false, bool NamesByContent = false, bool KeepsOneManifest = false,
    bool TakesListedForWritten = false, bool SweepsYoung = false);

/// <summary>A manifest: which segments hold which receipts.</summary>
internal readonly record struct Manifest(int Number, ValueList<int> Segments, ValueList<int> Receipts);

internal enum WriterAt
{
    Read = 0,
    Put,
    Publish,
    Discard,
    Merge,
    Sweep,
}

/// <param name="Base">The manifest from which it goes on.</param>
/// <param name="Receipts">The receipts that it adds.</param>
/// <param name="Segment">The segment that it has put.</param>
internal sealed record CatalogueWriter(WriterAt At, Manifest Base = default, ValueList<int> Receipts = default, int Segment = 0);

/// <param name="Receipts">Receipts in S3, numbered.</param>
/// <param name="Runs">Writers that may still begin.</param>
/// <param name="Seen">How many receipts the last writer has listed.</param>
internal sealed record CatalogueWorld(
    int Receipts, ValueList<Manifest> Manifests, ValueList<int> Segments, int Made, ValueList<CatalogueWriter> Writers,
    int Runs, int Crashes, int Seen);

/// <summary>
/// Two writers of the catalogue race, die and sweep. The rule: manifests are put under a condition, a segment's name is unique,
/// and segments live as long as one of the two newest manifests names them, and longer than any writer. So a reader that finds a
/// segment gone reads the newest manifest and begins again.
/// </summary>
internal sealed class Catalogue(CatalogueRules rules) : IProtocol<CatalogueWorld>
{
    private const int MostReceipts = 3;

    public CatalogueWorld Start { get; } = new(
        Receipts: 1, [new Manifest(0, [], [])], Segments: [], Made: 0, Writers: [], Runs: 4, Crashes: 1, Seen: 0);

    public UInt128 Name(CatalogueWorld state) => StateEncoder.Hash(state);

    public string? Broken(CatalogueWorld state)
    {
        foreach (var manifest in state.Manifests.Span[Math.Max(0, state.Manifests.Count - 2)..])
        {
            if (manifest.Segments.Any(segment => !state.Segments.Contains(segment)))
                return $"manifest {manifest.Number} names a segment that is gone";
        }

        for (var index = 1; index < state.Manifests.Count; index++)
        {
            if (state.Manifests[index - 1].Receipts.Except(state.Manifests[index].Receipts).Any())
                return $"manifest {state.Manifests[index].Number} has lost a receipt";
        }

        return state.Writers.Count == 0
            && Enumerable.Range(1, state.Receipts).Except(state.Manifests[^1].Receipts).Except(New(state)).Any()
            ? "a receipt is in no manifest, and no writer will look for it again" : null;
    }

    /// <summary>The receipts that a writer would take now.</summary>
    private ValueList<int> New(CatalogueWorld world) =>
        [.. Enumerable.Range(1, world.Receipts).Where(receipt => receipt > (rules.TakesListedForWritten ? world.Seen : 0))
            .Except(world.Manifests[^1].Receipts)];

    public IEnumerable<Step<CatalogueWorld>> Steps(CatalogueWorld world)
    {
        if (world.Receipts < MostReceipts)
            yield return new("sync writes a receipt", world with { Receipts = world.Receipts + 1 });
        if (world.Runs > 0 && world.Writers.Count < 2)
            yield return new("a writer begins",
                world with { Runs = world.Runs - 1, Writers = world.Writers.Add(new CatalogueWriter(WriterAt.Read)) });
        for (var index = 0; index < world.Writers.Count; index++)
        {
            if (Go(world, index, world.Writers[index]) is { } step)
                yield return step;
            if (world.Crashes > 0)
                yield return new("a writer dies",
                    world with { Crashes = world.Crashes - 1, Writers = world.Writers.Without(index) });
        }
    }

    private Step<CatalogueWorld>? Go(CatalogueWorld world, int index, CatalogueWriter writer)
    {
        CatalogueWorld With(CatalogueWriter next) => world with { Writers = world.Writers.With(index, next) };
        var done = world with { Writers = world.Writers.Without(index) };
        switch (writer.At)
        {
            case WriterAt.Read:
                var latest = world.Manifests[^1];
                var added = New(world);
                return added.Count == 0 ? new("a writer finds nothing new", done)
                    : new($"a writer reads manifest {latest.Number} and {added.Count} new receipts",
                        With(writer with { At = WriterAt.Put, Base = latest, Receipts = added }) with { Seen = world.Receipts });
            case WriterAt.Put:
                var segment = rules.NamesByContent ? writer.Receipts.Sum(receipt => 1 << receipt) : world.Made + 1;
                return new($"a writer puts segment {segment}", With(writer with { At = WriterAt.Publish, Segment = segment }) with
                {
                    Segments = world.Segments.Contains(segment) ? world.Segments : world.Segments.Add(segment),
                    Made = world.Made + 1,
                });
            case WriterAt.Publish:
                var manifest = new Manifest(writer.Base.Number + 1, writer.Base.Segments.Add(writer.Segment),
                    [.. writer.Base.Receipts, .. writer.Receipts]);
                var isTaken = world.Manifests.Any(other => other.Number == manifest.Number);
                if (isTaken && !rules.ReplacesManifests)
                    return new($"a writer finds manifest {manifest.Number} taken", With(writer with { At = WriterAt.Discard }));
                ValueList<Manifest> kept = [.. world.Manifests.Where(other => other.Number != manifest.Number)];
                return new($"a writer puts manifest {manifest.Number}",
                    With(writer with { At = WriterAt.Merge }) with { Manifests = kept.Add(manifest) },
                    isTaken ? $"manifest {manifest.Number} was replaced" : null);
            case WriterAt.Discard:
                return new("a writer removes the segment that it put for nothing",
                    done with { Segments = [.. world.Segments.Where(other => other != writer.Segment)] });
            case WriterAt.Merge when world.Manifests[^1] is { Segments.Count: > 1 } newest:
                var merged = new Manifest(newest.Number + 1, [world.Made + 1], newest.Receipts);
                return new("a writer merges the segments of the newest manifest into one",
                    With(new CatalogueWriter(WriterAt.Sweep)) with
                    {
                        Manifests = world.Manifests.Add(merged),
                        Segments = world.Segments.Add(world.Made + 1),
                        Made = world.Made + 1,
                    });
            case WriterAt.Merge:
                return new("a writer finds nothing to merge", done);
            default:
                return new("a writer sweeps", done with { Segments = [.. world.Segments.Where(each => IsKept(done, each))] });
        }
    }

    /// <summary>Whether a kept manifest names a segment, or a writer at work may have put it: it is too young to tell.</summary>
    private bool IsKept(CatalogueWorld world, int segment) =>
        world.Manifests.Span[Math.Max(0, world.Manifests.Count - (rules.KeepsOneManifest ? 1 : 2))..].ToArray()
            .Any(manifest => manifest.Segments.Contains(segment))
        || (!rules.SweepsYoung && world.Writers.Any(writer => writer.Segment == segment));
}
