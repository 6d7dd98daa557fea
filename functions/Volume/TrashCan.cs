namespace Longshore.Volumes;

/// <summary>Deletes files by lease or re-read, rename and unlink; see <see cref="VolumeRoot.Delete"/>.</summary>
internal sealed class TrashCan(
    SafeFileHandle root, FolderOpener opener, Restorer restorer, Rereader reader, bool leases, bool stableInodes) : IDisposable
{
    private const int Tries = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Batch, string Process), List<TrashFolder>> _folders = [];

    public Action<TrashStep>? Interfere { get; set; }

    public TrashOutcome Delete(VolumePath path, Fingerprint expected, string batch, string process, ContentProof proof)
    {
        if (!TrashFolder.IsWord(batch))
            throw new ArgumentException("A batch is 1 to 128 ASCII letters, digits and hyphens.", nameof(batch));
        if (!TrashFolder.IsWord(process))
            throw new ArgumentException("A process is 1 to 128 ASCII letters, digits and hyphens.", nameof(process));
        if (path.Value.Length == 0)
            throw new ArgumentException("The path is empty.", nameof(path));
        if (VolumeRoot.IsOwn(path.Value))
            return new TrashOutcome(TrashResult.Failed, Reasons.Reserved);

        using var parent = opener.OpenParent(root, path, out var name, out var errno);
        if (parent is null)
            return Refused(errno);
        using var victim = Open(path, parent, name, expected, out var refused);
        if (victim is null)
            return refused;

        Interfere?.Invoke(TrashStep.BeforeLease);
        if (leases && victim.TakeLease() == WriterState.Open)
            return new TrashOutcome(TrashResult.Changed, Reasons.OpenForWriting);
        var removal = new Removal(victim, proof, restorer, reader, stableInodes, Interfere);
        return removal.Refusal() is { } reason
            ? new TrashOutcome(TrashResult.Failed, reason) { Leased = victim.IsLeased }
            : Remove(removal, victim, batch, process);
    }

    public void Dispose()
    {
        foreach (var folder in _folders.Values.SelectMany(f => f))
        {
            folder.RemoveIfEmpty(root, opener);
            folder.Dispose();
        }

        _folders.Clear();
    }

    /// <summary>Opens the file if it is the expected one. A file that is not a regular one is never opened.</summary>
    private Victim? Open(VolumePath path, SafeFileHandle parent, byte[] name, Fingerprint expected, out TrashOutcome refused)
    {
        refused = default;
        var named = Sys.OpenNamed(parent, name, out var found, out var errno);
        if (named < 0)
        {
            refused = Refused(errno);
            return null;
        }

        var before = FileStat.From(found, stableInodes);
        SafeFileHandle? file = null;
        if (before.Kind != FileKind.Regular)
            refused = new TrashOutcome(TrashResult.Changed, Reasons.NotARegularFile);
        else if (!FingerprintMatch.BeforeRename(before, expected))
            refused = new TrashOutcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
        else if ((file = FileOpener.Reopen(named, out errno)) is null)
            refused = new TrashOutcome(TrashResult.Failed, VolumeFileException.ReasonOf(errno));
        Sys.Close(named);
        return file is null ? null : new Victim(path, parent, name, file, found, before);
    }

    private TrashOutcome Remove(Removal removal, Victim victim, string batch, string process)
    {
        var errno = Errno.EEXIST;
        for (var i = 0; i < Tries; i++)
        {
            var slot = FolderFor(batch, process, isFresh: i > 0, out errno);
            if (slot is null)
                break;
            if (!slot.TryTake(victim.Path))
                continue;
            var folder = slot.OpenFor(victim.Path, opener, out errno);
            if (folder is not null && removal.DeleteThroughTrash(folder, out errno) is { } outcome)
            {
                if (outcome.Reason != Reasons.LeftInTrash)
                    slot.Release(victim.Path);
                return outcome;
            }

            slot.Release(victim.Path);
            slot.CloseFolder();
            if (Removal.IsFull(errno) || IsGone(victim) || errno is not (Errno.EEXIST or Errno.ENOENT))
                break;
        }

        if (Removal.IsFull(errno) && removal.DeleteWithoutTrash(out errno) is { } done)
            return done;
        return IsGone(victim)
            ? new TrashOutcome(TrashResult.Gone, null)
            : new TrashOutcome(TrashResult.Failed, VolumeFileException.ReasonOf(errno));
    }

    private static bool IsGone(Victim victim) => Sys.Stat(victim.Parent, victim.Name, forceSync: true, out _) == Errno.ENOENT;

    private TrashFolder? FolderFor(string batch, string process, bool isFresh, out int errno)
    {
        lock (_lock)
        {
            errno = 0;
            if (!_folders.TryGetValue((batch, process), out var made))
                _folders[(batch, process)] = made = [];
            if (made.Count > 0 && !isFresh)
                return made[^1];
            if (TrashFolder.Make(root, batch, process, out errno) is { } folder)
                made.Add(folder);
            return errno == 0 ? made[^1] : null;
        }
    }

    private static TrashOutcome Refused(int errno) => errno switch
    {
        Errno.ENOENT or Errno.ENOTDIR => new TrashOutcome(TrashResult.Gone, null),
        Errno.ELOOP => new TrashOutcome(TrashResult.Changed, Reasons.NotARegularFile),
        _ => new TrashOutcome(TrashResult.Failed, VolumeFileException.ReasonOf(errno)),
    };
}
