using Longshore.Core.Clean;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.ModelTests.Exploring;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.Volumes;

namespace Longshore.ModelTests.Flow;

/// <summary>The model's things in the product's types, in which its decisions are written.</summary>
internal static class Product
{
    public static readonly TimeSpan MinAge = TimeSpan.FromSeconds(StateEncoder.Long);

    private const long Size = 1;
    private const long PartBytes = 1;
    private const int Contents = 64;
    private static readonly string[] Paths = [.. Enumerable.Range(0, 6).Select(Words.Name)];
    private static readonly string[] ETags = [.. Enumerable.Range(-1, Contents).Select(content => $"etag-{content}")];

    /// <summary>Something of a SHA-256's form for each content.</summary>
    private static readonly string[] Checksums = [.. Enumerable.Range(0, Contents).Select(content =>
        Convert.ToBase64String([(byte)content, .. new byte[31]]))];

    private static readonly S3Options Options = new() { Bucket = "bucket" };

    private static readonly ReceiptBelief[] Beliefs = [.. Enumerable.Range(0, 2).Select(volume => new ReceiptBelief(
        new KeyTemplate(Options), new BundleKeys(Options), new StateKeys(Options),
        Microsoft.Extensions.Options.Options.Create(Options),
        Microsoft.Extensions.Options.Options.Create(new VolumeOptions { Name = VolumeName(volume) })))];

    public static Timestamp Time(int moment) => Timestamp.FromUnix(1_700_000_000 + moment, 0);

    public static FileStat Stat(Node? node) => node switch
    {
        null => default,
        { IsRegular: false } => new FileStat(FileKind.SymbolicLink, Print(node), 0, 0, 1, 0),
        _ => new FileStat(FileKind.Regular, Print(node), 0, 0, 1, 0),
    };

    public static Fingerprint Print(Node node) => new(Size, Time(node.Modified), Time(node.Changed), (ulong)node.Inode);

    public static ReceiptEntry Entry(Entry entry) => entry.Seen is not { } seen
        ? new ReceiptEntry { Path = Paths[entry.Path], Outcome = entry.Outcome }
        : new ReceiptEntry
        {
            Path = Paths[entry.Path],
            Outcome = entry.Outcome,
            Key = Key(entry.Key),
            Size = Size,
            Modified = Time(seen.Modified),
            Changed = Time(seen.Changed),
            Inode = (ulong)seen.Inode,
            Checksum = Checksums[entry.Content + 1],
            ETag = ETags[entry.Content + 1],
        };

    /// <summary>The decision of a process of a volume on a receipt.</summary>
    public static ReceiptBelief Belief(int volume) => Beliefs[volume];

    public static Core.Receipts.Receipt Receipt(Receipt receipt)
    {
        var files = receipt.Files.Select(Entry).ToArray();
        return new Core.Receipts.Receipt
        {
            Schema = Core.Receipts.Receipt.CurrentSchema,
            Batch = "batch",
            VolumeName = VolumeName(receipt.Batch.Volume),
            Destination = Destination.Of(Options),
            Attempt = receipt.Attempt,
            StartedAt = default,
            FinishedAt = default,
            Counts = ReceiptCounts.Of(files),
            Files = files,
        };
    }

    public static ListedObject? Listed(ValueList<Stored> listed, Key key) =>
        listed.ContentOf(key) is { } content ? new ListedObject(Key(key), ETags[content + 1], Size) : null;

    public static BegunFile BegunFile(ChosenFile file) => new(
        file.Name < Scope.FirstSpare ? Paths[file.Name] : $"{Paths[file.Name]}.longshore-restored-1",
        Size, Time(file.Seen.Modified), (ulong)file.Seen.Inode);

    public static bool Continues(Note note, Key key, Node opened) => State(note).Continues(Key(key), PartBytes, Print(opened));

    public static bool AbortsForItsKey(Note note, int volume, int youngest, int now) => AbandonDecision.DecideForItsKey(
        State(note), VolumeName(volume), Time(youngest).ToDateTimeOffset(), Limit(now));

    public static bool IsAbandoned(Note note, int volume, int youngest, int now, Node? file)
    {
        var (state, path) = (State(note), Paths[note.Key.Name]);
        return AbandonDecision.Decide(state, VolumeName(volume), state.Key == path || ConflictName.IsOf(path, state.Key),
            Time(youngest).ToDateTimeOffset(), Limit(now), Stat(file));
    }

    private static DateTimeOffset Limit(int now) => Time(now - StateEncoder.Long).ToDateTimeOffset();

    private static UploadState State(Note note) => new()
    {
        Key = Key(note.Key),
        UploadId = "upload",
        PartBytes = PartBytes,
        Size = Size,
        Modified = Time(note.Seen.Modified),
        Changed = Time(note.Seen.Changed),
        Inode = (ulong)note.Seen.Inode,
        Volume = VolumeName(note.Volume),
        Path = Paths[note.Key.Name],
    };

    private static string VolumeName(int volume) => $"volume-{volume}";

    private static string Key(Key key) =>
        key.Beside == 0 ? Paths[key.Name] : ConflictName.Of(Paths[key.Name], Checksums[key.Beside + 1]);
}
