namespace Longshore.Volumes;

/// <summary>
/// The volume's root directory, held open. Every path is resolved beneath it and no symbolic link is followed anywhere, so
/// that nothing a writer plants leads outside. Safe for use by several threads; a scan or a handle belongs to one.
/// </summary>
public sealed class VolumeRoot : IDisposable
{
    /// <summary>Longshore's own folder at the root; never scanned, shipped or deleted from as a file of the volume.</summary>
    public const string OwnFolder = ".longshore";

    private readonly SafeFileHandle _root;
    private readonly Beneath _beneath;
    private readonly bool _stableInodes;
    private readonly Restorer _restorer;
    private readonly TrashCan _trash;

    internal VolumeRoot(SafeFileHandle root, KernelFeatures features, bool stableInodes, Rereader? reader = null)
    {
        _root = root;
        _beneath = new Beneath(features.OpenBeneath);
        _stableInodes = stableInodes;
        _restorer = new Restorer(root, new Mover(features.RenameNoReplace, stableInodes));
        _trash = new TrashCan(root, _beneath, _restorer, reader ?? new Rereader(), features.Leases, stableInodes);
    }

    /// <summary>Called at each step of a deletion, before it is taken: where tests change the file underneath.</summary>
    internal Action<TrashStep>? Interfere
    {
        set => _trash.Interfere = value;
    }

    /// <summary>
    /// What stands under the path now, as the file server (not a cache) says. <see cref="FileKind.Missing"/> also if a
    /// folder on the way is missing or is a file; <see cref="FileKind.SymbolicLink"/> also if one on the way is a link.
    /// </summary>
    /// <exception cref="VolumeFileException">It cannot be told: no permission, input/output error.</exception>
    public FileStat Stat(VolumePath path)
    {
        using var parent = _beneath.OpenParent(_root, path, out var name, out var errno);
        var found = default(StatxBuffer);
        if (parent is not null)
            errno = Sys.Stat(parent, name, forceSync: true, out found);
        return Told(path, errno, found, _stableInodes);
    }

    /// <summary>Looks at many files in the order of their paths; see there for what it is not good for.</summary>
    public FolderLook Look() => new(_root, _beneath, _stableInodes);

    /// <summary>What a look at a name has told.</summary>
    internal static FileStat Told(VolumePath path, int errno, in StatxBuffer found, bool stableInodes) => errno switch
    {
        0 => FileStat.From(found, stableInodes),
        Errno.ENOENT or Errno.ENOTDIR => default,
        Errno.ELOOP => new FileStat(FileKind.SymbolicLink, default, 0, 0, 0, 0),
        _ => throw VolumeFileException.For(path.Value, "examined", errno),
    };

    /// <summary>Opens a regular file for reading; a FIFO, socket or device is never opened, not even for a moment.</summary>
    /// <returns>Null if nothing stands there.</returns>
    /// <exception cref="VolumeFileException">It is no regular file, or it cannot be opened.</exception>
    public VolumeFile? OpenRead(VolumePath path)
    {
        using var look = Look();
        return look.OpenRead(path);
    }

    /// <summary>
    /// Streams every entry that is no directory, in the byte order of its path (a folder sorts as its name plus <c>/</c>).
    /// Symbolic links are reported, not descended; <c>.longshore/</c> at the root is skipped. What cannot be read is an entry of
    /// kind <see cref="ScanEntryKind.Failed"/> and the scan goes on. What is gone meanwhile (ENOENT, or ENOTDIR of a folder) is
    /// left out; no other error is taken for that.
    /// </summary>
    /// <param name="prefix">Only paths that start with this text; folders that cannot hold any are not read.</param>
    /// <param name="after">Only paths greater than this one in byte order.</param>
    /// <param name="leavesOut">Whether a folder, by its path, is left out with all that is in it: it is not opened.</param>
    /// <exception cref="VolumeUnavailableException">The root itself cannot be read.</exception>
    public IEnumerable<ScanEntry> Scan(string? prefix = null, string? after = null, Func<string, bool>? leavesOut = null)
    {
        using var scanner = new VolumeScanner(_root, _beneath, new ScanRange(prefix, after), leavesOut, _stableInodes);
        while (scanner.TryNext(out var entry))
            yield return entry;
    }

    /// <exception cref="VolumeUnavailableException">The filesystem does not answer.</exception>
    public VolumeSpace Space()
    {
        var errno = Sys.Space(_root, out var found);
        return errno == 0
            ? new VolumeSpace(
                Bytes(found.BlocksAvailable, found.FragmentSize),
                Bytes(found.Blocks - Math.Min(found.Blocks, found.BlocksFree), found.FragmentSize),
                Bytes(found.Blocks, found.FragmentSize))
            : throw new VolumeUnavailableException(
                $"The free space of Volume__Root cannot be told: {Errno.Meaning(errno)} ({Errno.Name(errno)}); check the mount.");
    }

    /// <summary>What the mount allows, as far as it can be told without a write.</summary>
    public VolumeTraits Traits()
    {
        var errno = Sys.MayWrite(_root);
        return new VolumeTraits(
            errno == 0 ? null : $"{Errno.Meaning(errno)} ({Errno.Name(errno)}) for user {Libc.EffectiveUser()}",
            _beneath.IsOneStep,
            WriterLease.KnowsItsWriters(Sys.FilesystemType(_root)));
    }

    /// <summary>A filesystem may tell more than 64 bits hold.</summary>
    private static long Bytes(ulong blocks, ulong size) => (long)UInt128.Min((UInt128)blocks * size, long.MaxValue);

    /// <summary>
    /// Whether files can be made, renamed and removed in the trash, as cleanup needs; leaves nothing but the trash folder.
    /// </summary>
    /// <param name="problem">What to change if the answer is false; else empty.</param>
    public bool TryProbeWritable(out string problem) => WriteProbe.Try(_root, _beneath, out problem);

    /// <summary>
    /// Deletes a file if, and only if, it is still the one that was proven to be in S3: take a read lease, compare the whole
    /// fingerprint, rename into <c>.longshore/trash/{batch}/{process}/</c>, compare device, inode, size and mtime, unlink while
    /// the lease is held. Where no lease can be had, or a mapped write moves no times (tmpfs), the file is read once more in the
    /// trash and compared with <paramref name="proof"/>. A file that differs is untouched or put back without replacing anything.
    /// May be repeated; never follows a link. What remains: an open that resolved the name before the rename and reaches the file
    /// after the last check, and bytes that another NFS client has not sent yet. See <c>docs/decisions/0006-deleting.md</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">The receipt's fingerprint; inode 0 equals any.</param>
    /// <param name="batch">ASCII letters, digits and hyphens, 1 to 128.</param>
    /// <param name="process">The same; unique to the running process, never used again by a later one.</param>
    /// <param name="proof">What the file's bytes must hash to. Without it only a file under a lease is deleted.</param>
    /// <exception cref="ArgumentException">Batch or process is not such a word.</exception>
    public TrashOutcome Delete(
        VolumePath path, Fingerprint expected, string batch, string process, ContentProof proof = default) =>
        _trash.Delete(path, expected, batch, process, proof);

    /// <summary>
    /// Trash folders <c>.longshore/trash/{batch}/{process}</c> in which nothing has changed for so long; their process is taken
    /// to be dead if this is more than twice the deadline. Empty ones are among them, and <c>.longshore/trash/{batch}</c> if that
    /// is empty.
    /// </summary>
    /// <exception cref="VolumeFileException">The trash cannot be read.</exception>
    public IReadOnlyList<string> StaleTrash(TimeSpan olderThan, TimeProvider time) =>
        TrashInventory.Stale(_root, _beneath, olderThan, time);

    /// <summary>
    /// Which of the files that a cleanup of the batch was to delete are still on the volume, under whichever name.
    /// </summary>
    /// <exception cref="VolumeFileException">It cannot be told.</exception>
    public bool[] Holds(string batch, SoughtFile[] files) =>
        new FileSearch(this, _root, _beneath, TrashInventory.Slots(_root, _beneath, batch)).Find(files);

    /// <summary>
    /// Puts every file left in a trash folder back under its name, never replacing anything: if the name is taken by
    /// another file it goes beside it as <c>{name}.longshore-restored-{n}</c>. Removes what is empty then. May be repeated
    /// and may run in several processes at once.
    /// </summary>
    /// <param name="folder">As <see cref="StaleTrash"/> gives it.</param>
    /// <param name="olderThan">A folder that has changed since is left alone: its process may live.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The folder is not of the form <c>.longshore/trash/{batch}[/{process}]</c>.</exception>
    /// <exception cref="VolumeFileException">The folder cannot be read.</exception>
    public TrashSettlement SettleTrash(string folder, TimeSpan olderThan, TimeProvider time) =>
        new TrashSettler(_root, _beneath, _restorer).Settle(folder, olderThan, time);

    /// <summary>
    /// Puts a file back that stands under a hidden name since its process died, as <see cref="SettleTrash"/> does.
    /// </summary>
    /// <param name="path">As a scan gives it, of kind <see cref="ScanEntryKind.Hidden"/>.</param>
    /// <param name="olderThan">A file that has changed since is left alone: its process may live.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The path has no hidden name.</exception>
    /// <exception cref="VolumeFileException">It cannot be examined.</exception>
    public TrashSettlement SettleHidden(string path, TimeSpan olderThan, TimeProvider time) =>
        new TrashSettler(_root, _beneath, _restorer).SettleHidden(path, olderThan, time);

    /// <summary>
    /// Removes the folders of deleted files, and the folders above them, that are empty and were made at least so long ago,
    /// never the root. A folder that a writer fills at that moment stays: the kernel refuses to remove it. Folders that
    /// cannot be removed stay as well. By birth time, or by mtime where the filesystem keeps none.
    /// </summary>
    /// <returns>How many were removed.</returns>
    public int RemoveEmptyDirectories(IEnumerable<VolumePath> deletedFiles, TimeSpan olderThan, TimeProvider time) =>
        EmptyDirectories.Remove(_root, _beneath, deletedFiles, olderThan, time);

    public void Dispose()
    {
        _trash.Dispose();
        _root.Dispose();
    }
}
