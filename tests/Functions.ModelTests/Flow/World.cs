using Longshore.Core.Receipts;
using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>
/// Everything there is at one moment. Contents, inodes and moments are numbers; each write makes a content that never was before,
/// and all files are of one size, as nothing is seen less than a write that changes only bytes.
/// </summary>
internal sealed record World
{
    /// <summary>What stands under each name of the volume; null if nothing.</summary>
    public ValueList<Node?> Names { get; init; }

    /// <summary>Files that dead cleanups left in the trash.</summary>
    public ValueList<Trashed> Trash { get; init; }

    /// <summary>The objects in the bucket but for records and notes. Only other clients take one away.</summary>
    public ValueList<Stored> Objects { get; init; }

    public ValueList<Receipt> Receipts { get; init; }

    public ValueList<Begun> Begun { get; init; }

    /// <summary>Events that the Broker has to deliver, in an order that has no meaning.</summary>
    public ValueList<Message> Messages { get; init; }

    public Scan? Scan { get; init; }

    public ValueList<Sync> Syncs { get; init; }

    public ValueList<Cleanup> Cleanups { get; init; }

    /// <summary>The process that closes begun records, between its look at the volume and what it writes.</summary>
    public Closing? Closing { get; init; }

    /// <summary>The multipart uploads that S3 keeps open.</summary>
    public ValueList<Upload> Uploads { get; init; }

    /// <summary>How many were begun.</summary>
    public int BegunUploads { get; init; }

    public ValueList<Note> Notes { get; init; }

    /// <summary>A sync that looks for abandoned uploads.</summary>
    public AbandonLook? AbandonLook { get; init; }

    /// <summary>The inode that the writer holds open for writing; 0 if none.</summary>
    public int Held { get; init; }

    /// <summary>The write that waits in <c>open</c> until a lease ends; null if none.</summary>
    public Waiting? Waiting { get; init; }

    /// <summary>
    /// Contents that must not get lost: each is the last that the writer gave to a file, and did not take away.
    /// </summary>
    public ValueList<int> MustKeep { get; init; }

    /// <summary>The files that cleanups have deleted from the volume.</summary>
    public ValueList<Unlinked> Deleted { get; init; }

    /// <summary>
    /// Whether the writer changed or took away a file that a cleanup has chosen. If that cleanup dies, the file counts as deleted
    /// by it: nothing on the volume tells the difference.
    /// </summary>
    public bool IsDisputed { get; init; }

    public Budget Budget { get; init; }

    /// <summary>The present moment. Each change takes one; a wait takes <see cref="Wait"/>.</summary>
    public int Clock { get; init; }

    /// <summary>The last content or inode that was made.</summary>
    public int Made { get; init; }

    /// <summary>Longer than the least age of a file, and than twice the deadline.</summary>
    public const int Wait = 1000;
}

/// <summary>How much may still happen.</summary>
/// <param name="Acts">Acts of the writer.</param>
/// <param name="Unanswered">Puts that take effect and whose answer is lost.</param>
/// <param name="Parks">Syncs whose time is over before their last file.</param>
/// <param name="Errors">Looks at the volume that end in an error.</param>
/// <param name="Foreign">What somebody else does to an object.</param>
/// <param name="Misdelivered">Events that a cleanup of another volume gets.</param>
internal readonly record struct Budget(
    int Acts, int Scans, int Crashes, int Doubled, int Lost, int Unanswered, int Parks, int Errors, int Foreign, int Forged,
    int Misdelivered);

/// <summary>A directory entry's file.</summary>
internal sealed record Node(bool IsRegular, int Content, int Modified, int Changed, int Inode);

/// <param name="Name">The name that it had.</param>
internal sealed record Trashed(int Name, Node Node);

/// <summary>A key: the one of a name, or the one beside it for a content that found the key taken.</summary>
/// <param name="Beside">The content; 0 for the key itself.</param>
internal readonly record struct Key(int Name, int Beside)
{
    public override string ToString() => Beside == 0 ? $"{Words.Name(Name)}" : $"{Words.Name(Name)}.{Words.Content(Beside)}";
}

internal readonly record struct Stored(Key Key, int Content);

/// <summary>A file of a batch, as the scan saw it.</summary>
internal readonly record struct Planned(int Name, int Modified);

/// <param name="Volume">The volume on which the files stand.</param>
internal sealed record Batch(int Volume, ValueList<Planned> Files);

/// <summary>A file of a receipt.</summary>
/// <param name="Path">The path, as the number of the name that has this path on the first volume.</param>
/// <param name="Seen">The file as it was when it was opened; null if it never was.</param>
/// <param name="Content">What the checksum and the ETag tell.</param>
internal sealed record Entry(int Name, int Path, FileOutcome Outcome, Node? Seen = null, Key Key = default, int Content = 0)
{
    public bool IsSettled => Outcome is FileOutcome.Uploaded or FileOutcome.Present;
}

internal sealed record Receipt(Batch Batch, int Attempt, ValueList<Entry> Files);

/// <summary>A file that a cleanup is about to delete.</summary>
/// <param name="Name">Where it stands: a path means the same on each volume.</param>
internal sealed record ChosenFile(int Name, Entry Entry)
{
    public Node Seen => Entry.Seen!;
}

internal readonly record struct Unlinked(int Content, int Inode);

/// <param name="At">When it was put.</param>
/// <param name="Kept">Files that are kept, as known before the deletion.</param>
/// <param name="Outcome">Null while the record is open.</param>
internal sealed record Begun(int Volume, int At, ValueList<ChosenFile> Files, ValueList<int> Kept, Outcome? Outcome = null);

/// <param name="Kept">Names of files that were not deleted.</param>
/// <param name="Gone">Names of files that somebody else deleted.</param>
/// <param name="At">When it was put.</param>
internal sealed record Outcome(ValueList<int> Kept, ValueList<int> Gone, int At);

/// <summary>An event: <c>batch.ready</c>, or with a receipt <c>batch.synced</c>.</summary>
/// <param name="Attempt">The receipt's number; 0 for <c>batch.ready</c>.</param>
internal sealed record Message(Batch Batch, int Attempt = 0)
{
    public bool IsReady => Attempt == 0;

    public int CompareTo(Message other)
    {
        var order = Attempt.CompareTo(other.Attempt);
        order = order != 0 ? order : Batch.Volume.CompareTo(other.Batch.Volume);
        order = order != 0 ? order : Batch.Files.Count.CompareTo(other.Batch.Files.Count);
        for (var index = 0; order == 0 && index < Batch.Files.Count; index++)
        {
            order = Batch.Files[index].Name.CompareTo(other.Batch.Files[index].Name);
            order = order != 0 ? order : Batch.Files[index].Modified.CompareTo(other.Batch.Files[index].Modified);
        }

        return order;
    }
}

/// <summary>A scan at work.</summary>
/// <param name="Next">The name that it looks at next.</param>
internal sealed record Scan(int Volume, int Next, ValueList<Planned> Found);

internal sealed record Waiting(int Inode, bool Unseen);

internal enum SyncAt
{
    Stat = 0,
    Confirm,
    List,
    Open,
    Read,
    ReadOn,
    Put,
    ReadTaken,
    Compare,
    FindNote,
    BeginUpload,
    PutNote,
    ReadPart,
    SendPart,
    LookAgain,
    Complete,
    Abort,
    DeleteNote,
    Write,
    Reply,
}

/// <summary>A sync at work.</summary>
/// <param name="File">Number of the file in the batch.</param>
/// <param name="Earlier">The batch's latest receipt, or null.</param>
/// <param name="Opened">The open file as it was then.</param>
/// <param name="Read">The bytes that were read; <see cref="Torn"/> if two contents were mixed.</param>
/// <param name="Beside">The content for whose sake the key beside is used; 0 for the file's own key.</param>
internal sealed record Sync(
    Message From, SyncAt At, int File = 0, Receipt? Earlier = null, Node? Opened = null, int Read = 0, int Beside = 0)
{
    public const int Torn = -1;

    public ValueList<Entry> Entries { get; init; }

    /// <summary>The objects as they were listed.</summary>
    public ValueList<Stored> Listed { get; init; }

    /// <summary>The receipt that was written, or that still holds.</summary>
    public int Attempt { get; init; }

    public bool Parked { get; init; }

    /// <summary>The upload that it works on; null if none.</summary>
    public Sending? Sending { get; init; }

    public Planned Current => From.Batch.Files[File];
}

internal enum CleanAt
{
    Look = 0,
    Begin,
    Open,
    Lease,
    LookAgain,
    Rename,
    Moved,
    Reread,
    Unlink,
    PutBack,
    End,
}

/// <summary>A cleanup at work.</summary>
/// <param name="File">Number of the file in the receipt, or in the begun record.</param>
/// <param name="Record">Number of the begun record.</param>
/// <param name="Before">The file that is being deleted, as it was when it was opened.</param>
/// <param name="InTrash">The same after the rename.</param>
/// <param name="Moved">Its change time after the rename.</param>
/// <param name="Leased">The inode under a lease; 0 if none.</param>
/// <param name="Disturbed">Whether a writer asked for the leased file.</param>
internal sealed record Cleanup(
    Message From, CleanAt At, int File = 0, int Record = -1, Node? Before = null, Node? InTrash = null, int Moved = 0,
    int Leased = 0, bool Disturbed = false)
{
    /// <summary>The volume that it has mounted.</summary>
    public int Volume { get; init; }

    public ValueList<Stored> Listed { get; init; }

    /// <summary>The chosen files, and then the names of those kept or gone.</summary>
    public ValueList<ChosenFile> Chosen { get; init; }

    public ValueList<int> Kept { get; init; }

    public ValueList<int> Gone { get; init; }
}

/// <summary>The closing of open records.</summary>
/// <param name="Records">Numbers of the records that were open for too long.</param>
/// <param name="Missing">Per record, the files that were neither in place nor in the trash.</param>
internal sealed record Closing(ValueList<int> Records, ValueList<ValueList<ChosenFile>> Missing);
