namespace Longshore.Sandbox.Traces;

/// <summary>What a trace has shown up to a step.</summary>
internal sealed class Seen
{
    /// <summary>Versions of each key, the newest last.</summary>
    public Dictionary<string, List<ObjectPut>> Objects { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Receipt> Receipts { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Begun> Begun { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Outcome> Outcomes { get; } = new(StringComparer.Ordinal);

    public List<ScanPut> Scans { get; } = [];

    public List<EventTaken> Events { get; } = [];

    /// <summary>The files of each <c>batch.ready</c>: see <see cref="SetOf"/>.</summary>
    public HashSet<string> Batches { get; } = new(StringComparer.Ordinal);

    /// <summary>What the writer last left under each path and has not removed itself.</summary>
    public Dictionary<string, FileWritten> Current { get; } = new(StringComparer.Ordinal);

    /// <summary>Every path under which bytes stood, by their SHA-256.</summary>
    public Dictionary<string, HashSet<string>> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>A set of paths as one text.</summary>
    public static string SetOf(IEnumerable<string> paths) => string.Join('\0', paths.Order(StringComparer.Ordinal));

    /// <summary>The version of an object that a receipt names.</summary>
    public ObjectPut? ObjectOf(ReceiptLine file) =>
        Objects.GetValueOrDefault(file.Key ?? "")?.Find(version => version.ETag == file.ETag && version.Size == file.Size);

    /// <summary>The receipt's entry of a file that a cleanup is about to delete.</summary>
    public ReceiptLine? EntryOf(Begun begun, string path) => Receipts.GetValueOrDefault(begun.Receipt)?.Settled
        .FirstOrDefault(file => file.Path == path);

    /// <summary>The files of a begun record that this outcome counts as deleted.</summary>
    public static IEnumerable<BegunLine> DeletedBy(Begun begun, Outcome outcome) => begun.Files.Where(file =>
        !outcome.Kept.ContainsKey(file.Path) && outcome.GoneMeanwhile?.Contains(file.Path) != true);
}
