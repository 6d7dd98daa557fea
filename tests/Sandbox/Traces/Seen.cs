namespace Longshore.Sandbox.Traces;

/// <summary>What a trace has shown up to a step.</summary>
/// <param name="bundles"><see cref="RunTrace.Bundles"/>.</param>
internal sealed class Seen(IReadOnlyDictionary<string, BundledFile[]> bundles)
{
    public IReadOnlyDictionary<string, BundledFile[]> Bundles { get; } = bundles;

    /// <summary>Keys under which there is something.</summary>
    public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Versions of each key that is no record's, the newest last.</summary>
    public Dictionary<string, List<ObjectPut>> Objects { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Receipt> Receipts { get; } = new(StringComparer.Ordinal);

    /// <summary>How often receipts say that an object was uploaded, by key and ETag of <see cref="ObjectOf"/>.</summary>
    public Dictionary<(string? Key, string? ETag), int> Uploaded { get; } = [];

    public Dictionary<string, Begun> Begun { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Outcome> Outcomes { get; } = new(StringComparer.Ordinal);

    public List<ScanPut> Scans { get; } = [];

    public List<EventTaken> Events { get; } = [];

    /// <summary>The files of each <c>batch.ready</c>: see <see cref="SetOf"/>.</summary>
    public HashSet<string> Batches { get; } = new(StringComparer.Ordinal);

    /// <summary>What the writer last left under each path and has not removed itself.</summary>
    public Dictionary<string, FileWritten> Current { get; } = new(StringComparer.Ordinal);

    /// <summary>Every path under which a file stood.</summary>
    public HashSet<string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Every path under which bytes stood, by their SHA-256.</summary>
    public Dictionary<string, HashSet<string>> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>A set of paths as one text.</summary>
    public static string SetOf(IEnumerable<string> paths) => string.Join('\0', paths.Order(StringComparer.Ordinal));

    /// <summary>
    /// The version of an object that a receipt names for a file. A file in a bundle counts as an object of its own, whose ETag
    /// ends in the offset.
    /// </summary>
    public ObjectPut? ObjectOf(ReceiptLine file, Receipt receipt)
    {
        var versions = Objects.GetValueOrDefault(file.Key ?? "");
        if (file.Offset is null)
            return versions?.Find(version => version.ETag == file.ETag && version.Size == file.Size);
        var bundle = receipt.Bundles?.FirstOrDefault(bundle => bundle.Key == file.Key);
        return versions?.Find(version => version.ETag == bundle?.ETag && version.Size == bundle.Size
            && bundle.Checksum == Convert.ToBase64String(Convert.FromHexString(version.Sha256))) is { } stored
            && Bundles.GetValueOrDefault(stored.Sha256)?.FirstOrDefault(each => each.Path == file.Path
                && each.Offset == file.Offset && each.Size == file.Length && each.Size == file.Size) is { } held
            ? new ObjectPut(stored.Key, $"{stored.ETag}@{held.Offset}", held.Sha256, held.Size) : null;
    }

    /// <summary>The files of a begun record that this outcome counts as deleted.</summary>
    public static IEnumerable<BegunLine> DeletedBy(Begun begun, Outcome outcome) => begun.Files.Where(file =>
        !outcome.Kept.ContainsKey(file.Path) && outcome.GoneMeanwhile?.Contains(file.Path) != true);

    /// <summary>All files of all begun records.</summary>
    public IEnumerable<AnnouncedFile> Announced() => Begun.SelectMany(pair =>
    {
        var receipt = Receipts.GetValueOrDefault(pair.Value.Receipt);
        var lines = receipt?.Settled.ToLookup(line => line.Path, StringComparer.Ordinal);
        var deleted = Outcomes.GetValueOrDefault(TraceKeys.OutcomeOf(pair.Key)) is { } outcome
            ? DeletedBy(pair.Value, outcome).ToHashSet() : null;
        return pair.Value.Files.Select(file => new AnnouncedFile(pair.Key, file,
            lines?[file.Path].FirstOrDefault() is { } line ? ObjectOf(line, receipt!) : null, deleted?.Contains(file)));
    });

    public void Add(TraceStep step)
    {
        if (step is KeyPut { Key: var key })
            Keys.Add(key);
        switch (step)
        {
            case FileWritten written:
                Paths.Add(written.Path);
                if (!Written.TryGetValue(written.Sha256, out var paths))
                    Written[written.Sha256] = paths = new HashSet<string>(StringComparer.Ordinal);
                paths.Add(written.Path);
                if (written.IsOwn)
                    Current[written.Path] = written;
                break;
            case FileRemoved removed:
                Current.Remove(removed.Path);
                break;
            case ObjectPut put:
                if (!Objects.TryGetValue(put.Key, out var versions))
                    Objects[put.Key] = versions = [];
                versions.Add(put);
                break;
            case ObjectDeleted deleted:
                Keys.Remove(deleted.Key);
                break;
            case ScanPut put:
                Scans.Add(put);
                break;
            case ReceiptPut put:
                Receipts.TryAdd(put.Key, put.Receipt);
                foreach (var file in put.Receipt.Files.Where(file => file.Outcome == "uploaded"))
                {
                    if (ObjectOf(file, put.Receipt) is { } stored)
                        Uploaded[(stored.Key, stored.ETag)] = Uploaded.GetValueOrDefault((stored.Key, stored.ETag)) + 1;
                }

                break;
            case BegunPut put:
                Begun.TryAdd(put.Key, put.Begun);
                break;
            case OutcomePut put:
                Outcomes.TryAdd(put.Key, put.Outcome);
                break;
            case EventTaken taken:
                Events.Add(taken);
                if (taken.Type == EventRules.Ready && taken.Read<Ready>() is { } ready)
                    Batches.Add(SetOf(ready.Files.Select(file => file.Path)));
                break;
        }
    }
}

/// <summary>A file of a begun record.</summary>
/// <param name="Begun">The record's key.</param>
/// <param name="Stored">The object that proves it; null if there is none.</param>
/// <param name="IsDeleted">What the outcome says; null if there is none.</param>
internal sealed record AnnouncedFile(string Begun, BegunLine Line, ObjectPut? Stored, bool? IsDeleted);
