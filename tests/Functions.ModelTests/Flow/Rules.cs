using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.ModelTests.Exploring;
using Longshore.Store.Objects;
using Longshore.Volumes;

namespace Longshore.ModelTests.Flow;

/// <summary>
/// What the steps ask before they act; a sabotage overrides one answer. Where the product has a decision of its own, it answers.
/// Where it has none, the answer is a constant or a comparison here, and the table in docs/reliability.md names the test that
/// holds the product's step to it.
/// </summary>
internal class Rules
{
    /// <summary>Whether a file is ready to ship. If the scan saw it before, it must not have changed since.</summary>
    /// <param name="expected">The modification time that the scan saw; null in the scan itself.</param>
    public virtual Readiness Ready(Node? file, int? expected, int now, WriterState writer) => ReadinessDecision.Decide(
        Product.Stat(file), null, expected is { } modified ? Product.Time(modified) : null, Product.Time(now), Product.MinAge,
        writer).Readiness;

    public virtual bool HasChanged(Node? now, Node opened) => now is null || Product.Print(now) != Product.Print(opened);

    public virtual ExistingBytes Compare(int stored, int file) => ExistingObject.Judge(
        new(1, "etag", null, null, null, true), Words.Content(stored), Words.Content(file)).Bytes;

    public virtual ConflictAction Conflict(ExistingBytes existing, ConflictPolicy policy) =>
        ConflictDecision.Decide(existing, policy);

    /// <summary>Whether a put under a condition is refused because the key is taken.</summary>
    public virtual bool IsRefused(bool isTaken) => isTaken;

    /// <summary>Whether the answer "taken" counts as "written".</summary>
    public virtual bool IsTakenWritten => false;

    /// <summary>Whether a sync that has opened a file continues the upload that a note names.</summary>
    public virtual bool Continues(Note note, Key key, Node opened) => Product.Continues(note, key, opened);

    /// <summary>Whether a sync aborts the upload of its key's note, which it cannot continue.</summary>
    /// <param name="youngest">When the note or the latest part was put.</param>
    public virtual bool AbortsForItsKey(Note note, int volume, int youngest, int now) =>
        Product.AbortsForItsKey(note, volume, youngest, now);

    public virtual bool LooksBeforeCompleting => true;

    /// <summary>Whether a part of an upload that is continued has the bytes of the file.</summary>
    public virtual bool HoldsPart(int held, int file) => held == file;

    /// <summary>Whether a sync that has ended an upload may delete a note.</summary>
    public virtual bool IsNoteOf(Note note, int upload) => note.Upload == upload;

    /// <summary>Whether a look for abandoned uploads on a volume aborts the upload of a note.</summary>
    public virtual bool IsAbandoned(Note note, int volume, int youngest, int now, Node? file) =>
        Product.IsAbandoned(note, volume, youngest, now, file);

    public virtual bool StillHolds(Receipt receipt, Func<int, FileStat?> statOf) => SettledDecision.StillHolds(
        Product.Receipt(receipt), entry => statOf(receipt.Files.First(file => Words.Name(file.Path) == entry.Path).Name));

    public virtual bool IsSettledNow(Entry entry, Node? file, ValueList<Stored> listed)
    {
        var objects = new Dictionary<string, ListedObject>();
        if (Product.Listed(listed, entry.Key) is { } item)
            objects[item.Key] = item;
        return new FileWork(default, Product.MinAge, Product.Entry(entry), IsUnderItsOwnKey: true, objects)
            .SettledNow(Product.Stat(file)) is not null;
    }

    /// <summary>What a finished cleanup tells.</summary>
    public virtual Outcome ReportedOutcome(Outcome outcome) => outcome;

    /// <summary>What a receipt tells.</summary>
    public virtual ValueList<Entry> ReportedFiles(ValueList<Entry> entries) => entries;

    /// <summary>Whether a process believes what a receipt tells of a shipped file.</summary>
    public virtual bool Believes(Receipt receipt, Entry entry, int volume) =>
        !Product.Belief(volume).Refused(Product.Receipt(receipt)).ContainsKey(Words.Name(entry.Path));

    /// <summary>Whether a shipped file has the key of its path. Under any other only its bytes prove it.</summary>
    public virtual bool IsUnderItsOwnKey(Entry entry) => Product.Belief(0).IsUnderItsOwnKey(Product.Entry(entry));

    public virtual DeleteVerdict Delete(Entry entry, Node? file, ValueList<Stored> listed, int now) => DeleteDecision.Decide(
        Product.Entry(entry), Product.Stat(file), Product.Listed(listed, entry.Key), Product.Time(now), TimeSpan.Zero).Verdict;

    public virtual bool WritesBegunRecord => true;

    /// <summary>Whether a file that a writer has open is refused.</summary>
    public virtual bool RefusesOpenFiles => true;

    public virtual bool IsUndisturbed(bool disturbed) => !disturbed;

    public virtual bool Rereads => true;

    public virtual bool MayRename(Node? found, Entry entry) =>
        FingerprintMatch.BeforeRename(Product.Stat(found), Product.Print(entry.Seen!));

    /// <summary>Whether a look at the file in the trash shows the file that was shipped.</summary>
    /// <param name="moved">Its change time after the rename; null under a lease, which makes it needless.</param>
    public virtual bool IsSame(Node? found, Node before, int? moved) =>
        FingerprintMatch.AfterRename(Product.Stat(found), Product.Stat(before))
        && (moved is null || found!.Changed == moved);

    public virtual bool IsInPlace(ChosenFile file, Node? found) => Product.BegunFile(file).IsSame(Product.Stat(found));

    /// <summary>Whether two records may name one file.</summary>
    public virtual bool IsOne(ChosenFile one, ChosenFile other) => Product.BegunFile(one).MayBe(Product.BegunFile(other));

    public virtual bool SettlesTrash => true;

    /// <summary>Whether a record stays open while another cleanup that kept the file has ended a moment ago.</summary>
    public virtual bool WaitsForRecentCleanups => true;

    /// <summary>Whether an error at a look counts as absence.</summary>
    public virtual bool IsErrorAbsence => false;

    /// <summary>What a look tells of a file.</summary>
    public virtual Node? Look(Node? file) => file;
}
