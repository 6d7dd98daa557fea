using Longshore.Sandbox.Traces;

namespace Longshore.FaultTests.Traces;

/// <content>Objects and files that are not what they should be.</content>
internal static partial class Mutations
{
    private static Dictionary<string, Func<ObjectPut, TraceStep?>> Objects() => new()
    {
        ["object-holds-what-no-file-had"] = static put => put with { Sha256 = Other(put.Sha256) },
        ["object-has-another-key"] = static put => put with { Key = put.Key + "-elsewhere" },
    };

    private static Dictionary<string, Func<RunTrace, Random, RunTrace?>> MoreObjects() => new()
    {
        ["object-put-again"] = static (trace, random) => Whole(trace, random) is { } put ? trace.After(put, put) : null,
        ["object-under-a-second-key-too-early"] = static (trace, random) => !trace.KeepsVersions
            && Whole(trace, random) is { } put && put with { Key = $"{put.Key}.{put.Sha256[..16]}" } is var other
            ? trace.Move(other, before: put) with { Objects = [.. trace.Objects, other] } : null,
        ["object-under-a-false-second-key"] = static (trace, random) => Whole(trace, random) is { } put
            ? More(trace, put, $"{put.Key}.{Other(put.Sha256)[..16]}") : null,
        ["object-among-own-records"] = static (trace, random) => Whole(trace, random) is { } put
            ? More(trace, put, $"_longshore/receipts/{put.Key}") : null,
        ["dead-letter-put-again"] = static (trace, random) => Whole(trace, random) is { } put
            && More(trace, put, $"_longshore/deadletters/2026/12/01/{put.Sha256}.json") is { Steps: [.., ObjectPut letter] } more
            ? more.After(letter, letter) : null,
        ["batch-ready-names-what-was-never-there"] = static (trace, random) => trace.One<EventTaken>(random,
            taken => taken is { Type: EventRules.Ready, Source: EventRules.Schedule }) is { } taken
            ? trace.After(taken, taken.With("files", new[] { new ReadyFile("never-there") }) with { Id = taken.Id + "-more" })
            : null,
        ["scan-tells-of-batches-that-were-not-sent"] = static (trace, random) => trace.One<ScanPut>(random) is { } put
            ? trace.Without([.. trace.Steps.Where(step => step is EventTaken { Type: EventRules.ScanCompleted })])
                .Replace(put, put with { Result = put.Result with { Batches = 1_000_000, DryRun = false } })
            : null,
    };

    private static Dictionary<string, Func<RunTrace, Random, RunTrace?>> Bundles() => new()
    {
        ["bundle-holds-what-no-file-had"] = static (trace, random) =>
            OfBundle(trace, random, files => [files[0] with { Sha256 = Other(files[0].Sha256) }, .. files.Skip(1)]),
        ["bundle-holds-the-bytes-of-another-file"] = static (trace, random) =>
            OfBundle(trace, random, files => files is [var first, { Sha256: var second }, ..] && second != first.Sha256
                ? [first with { Sha256 = second }, .. files.Skip(1)] : null),
        ["bundle-holds-a-file-twice"] = static (trace, random) => OfBundle(trace, random, files => [.. files, files[0]]),
        ["bundle-lacks-a-file"] = static (trace, random) => OfBundle(trace, random, files => [.. files.Skip(1)]),
        ["bundle-has-its-files-elsewhere"] = static (trace, random) =>
            OfBundle(trace, random, files => [.. files.Select(file => file with { Offset = file.Offset + 512 })]),
        ["bundle-is-no-tar"] = static (trace, random) => OfBundle(trace, random, _ => []) is { } mutated
            ? mutated with { Bundles = mutated.Bundles.Where(bundle => bundle.Value.Length > 0).ToDictionary() } : null,
    };

    /// <summary>A bundle that a receipt names, with other files in it.</summary>
    /// <param name="change">Gets its files, and as the first one that the receipt names.</param>
    private static RunTrace? OfBundle(RunTrace trace, Random random, Func<BundledFile[], BundledFile[]?> change) =>
        trace.One<ReceiptPut>(random, put => put.Receipt.Settled.Any(line => line.Offset is not null)) is { } put
            && put.Receipt.Settled.First(line => line.Offset is not null) is var first
            && trace.ObjectOf(first).Sha256 is var sha256 && trace.Bundles[sha256] is var files
            && !Array.Exists(files, file => trace.Careless.Contains(TraceKeys.WithoutMark(file.Path)))
            && change([files.First(file => file.Path == first.Path), .. files.Where(file => file.Path != first.Path)])
                is { } changed
            ? trace with { Bundles = new Dictionary<string, BundledFile[]>(trace.Bundles) { [sha256] = changed } } : null;

    private static Dictionary<string, Func<RunTrace, Random, RunTrace?>> AtTheEnd() => new()
    {
        ["object-overwritten"] = static (trace, random) => trace.KeepsVersions || Whole(trace, random) is not { } put
            ? null : trace.After(put, put with { Sha256 = Other(put.Sha256) }),
        ["object-deleted"] = static (trace, random) => Whole(trace, random) is { } put
            ? trace.After(put, new ObjectDeleted(put.Key)) : null,
        ["object-no-longer-there"] = static (trace, random) => Proof(trace, random) is var (_, put)
            ? trace with { Objects = [.. trace.Objects.Where(stored => stored != put)] } : null,
        ["object-that-nobody-put"] = static (trace, random) => Proof(trace, random) is var (_, put)
            ? trace with { Objects = [.. trace.Objects, put with { Key = put.Key + "-more" }] } : null,
        ["file-lost"] = static (trace, random) => trace.One<FileWritten>(random, file => file.IsOwn) is { } file
            ? trace with { Steps = [.. trace.Steps, file with { Path = "lost", Sha256 = Other(file.Sha256) }] } : null,
        ["deleted-file-is-there"] = static (trace, random) =>
            trace.One<OutcomePut>(random, put => Counts(trace, put)) is { } put && Deleted(trace, put) is var (path, sha256)
            ? trace with { Volume = new Dictionary<string, string>(trace.Volume) { [path] = sha256 } } : null,
        ["deleted-file-was-put-back"] = static (trace, random) => Untouched(trace, random) is var (path, sha256)
            ? trace with { Volume = new Dictionary<string, string>(trace.Volume) { [path + ".longshore-restored-1"] = sha256 } }
            : null,
        ["equal-file-lost"] = static (trace, random) => Untouched(trace, random) is var (_, sha256)
            ? trace with { Steps = [new FileWritten("lost", sha256, 1), .. trace.Steps] } : null,
    };

    private static ObjectPut? Whole(RunTrace trace, Random random) => trace.One<ObjectPut>(random, put => IsWhole(trace, put));

    /// <summary>The bytes of an object once more, under another key.</summary>
    private static RunTrace More(RunTrace trace, ObjectPut put, string key) => trace with
    {
        Steps = [.. trace.Steps, put with { Key = key }],
        Objects = [.. trace.Objects, put with { Key = key }],
    };

    private static string Other(string sha256) => (sha256[0] == '0' ? '1' : '0') + sha256[1..];

    /// <summary>Whether a file's object has bytes that the writer never left half written.</summary>
    private static bool IsWhole(RunTrace trace, ObjectPut put) =>
        !put.Key.StartsWith(TraceKeys.State, StringComparison.Ordinal)
        && !trace.Careless.Contains(TraceKeys.WithoutMark(put.Key));

    /// <summary>A file that the outcome counts as deleted, with its bytes.</summary>
    private static (string Path, string Sha256)? Deleted(RunTrace trace, OutcomePut put)
    {
        var begun = trace.BegunOf(put).Begun;
        var path = Seen.DeletedBy(begun, put.Outcome).First().Path;
        return Line(trace, begun, path) is { } line ? (path, trace.Sha256Of(line)) : null;
    }

    /// <summary>A deleted file that the writer wrote once and then left alone. No other file has its bytes.</summary>
    private static (string Path, string Sha256)? Untouched(RunTrace trace, Random random)
    {
        var written = trace.Steps.OfType<FileWritten>().ToArray();
        var removed = trace.Steps.OfType<FileRemoved>().Select(file => file.Path).ToHashSet();
        return trace.Steps.OfType<OutcomePut>().Count() == trace.Steps.OfType<BegunPut>().Count()
            && trace.One<OutcomePut>(random, put => Counts(trace, put) && Deleted(trace, put) is var (path, sha256)
                && !removed.Contains(path) && written.Count(file => file.Path == path || file.Sha256 == sha256) == 1) is { } put
            ? Deleted(trace, put) : null;
    }
}
