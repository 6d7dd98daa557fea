namespace Longshore.Volumes;

/// <summary>
/// The volume's root directory, held open. Every path is resolved beneath it and no symbolic link is followed, so that no writer
/// can lead the process out of the volume. Safe for several threads at once; a scan or a handle belongs to one thread.
/// </summary>
public sealed class VolumeRoot : IDisposable
{
    /// <summary>Longshore's own folder at the root. It is never scanned, and no event can ship or delete a file in it.</summary>
    public const string OwnFolder = ".longshore";

    private readonly SafeFileHandle _root;
    private readonly FolderOpener _opener;
    private readonly bool _stableInodes;
    private readonly Restorer _restorer;
    private readonly TrashCan _trash;

    internal VolumeRoot(SafeFileHandle root, KernelFeatures features, bool stableInodes, Rereader? reader = null)
    {
        _root = root;
        _opener = new FolderOpener(features.OpenBeneath);
        _stableInodes = stableInodes;
        _restorer = new Restorer(root, new Mover(features.RenameNoReplace, stableInodes));
        _trash = new TrashCan(root, _opener, _restorer, reader ?? new Rereader(), features.Leases, stableInodes);
    }

    /// <summary>Whether a path is Longshore's own folder or lies in it.</summary>
    public static bool IsOwn(string path) => path == OwnFolder || path.StartsWith(OwnFolder + "/", StringComparison.Ordinal);

    /// <summary>For tests, which change the file: called before each step of a deletion.</summary>
    internal Action<TrashStep>? Interfere { set => _trash.Interfere = value; }

    /// <summary>
    /// The state of the path's entry now, from the file server and not from a cache. <see cref="FileKind.Missing"/> also if a
    /// folder of the path is missing or is a file; <see cref="FileKind.SymbolicLink"/> also if one of them is a link.
    /// </summary>
    /// <exception cref="VolumeFileException">The state is not known: no permission, input/output error.</exception>
    public FileStat Stat(VolumePath path)
    {
        using var look = Look();
        return look.Stat(path);
    }

    /// <summary>Looks at many files in the order of their paths; see the limits of <see cref="FolderLook"/>.</summary>
    public FolderLook Look() => new(_root, _opener, _stableInodes);

    /// <summary>Opens a regular file for reading. A FIFO, a socket or a device is never opened, not even for a moment.</summary>
    /// <returns>Null if there is no such entry.</returns>
    /// <exception cref="VolumeFileException">It is not a regular file, or it cannot be opened.</exception>
    public VolumeFile? OpenRead(VolumePath path)
    {
        using var look = Look();
        return look.OpenRead(path);
    }

    /// <summary>
    /// Streams every entry that is not a directory, in the byte order of its path (a folder sorts as its name plus <c>/</c>).
    /// A symbolic link is reported and not followed; <c>.longshore/</c> at the root is skipped. A folder or an entry that cannot
    /// be read is reported as <see cref="ScanEntryKind.Failed"/>, and the scan continues. An entry that is removed meanwhile
    /// (ENOENT, or ENOTDIR of a folder) is left out; no other error has this effect.
    /// </summary>
    /// <param name="prefix">Only paths that start with this text; folders that hold no such path are not read.</param>
    /// <param name="after">Only paths greater than this one in byte order.</param>
    /// <param name="leavesOut">Given a folder's path: whether to leave the folder out with everything in it, unopened.</param>
    /// <exception cref="VolumeUnavailableException">The root itself cannot be read.</exception>
    public IEnumerable<ScanEntry> Scan(string? prefix = null, string? after = null, Func<string, bool>? leavesOut = null) =>
        VolumeScanner.Scan(_root, _opener, new ScanRange(prefix, after), leavesOut, _stableInodes);

    /// <summary>
    /// The same for files that are named, in the given order. What is not there, or is a folder, is
    /// <see cref="ScanEntryKind.Failed"/>.
    /// </summary>
    public IEnumerable<ScanEntry> Scan(IEnumerable<VolumePath> paths)
    {
        using var look = Look();
        foreach (var path in paths)
            yield return VolumeScanner.Examine(look, path);
    }

    /// <exception cref="VolumeUnavailableException">The filesystem does not answer.</exception>
    public VolumeSpace Space()
    {
        var errno = Sys.Space(_root, out var found);
        if (errno != 0)
            throw new VolumeUnavailableException(
                $"The free space of Volume__Root cannot be told: {Errno.Explain(errno)}; check the mount.");
        return new VolumeSpace(
            Bytes(found.BlocksAvailable, found.FragmentSize),
            Bytes(found.Blocks - Math.Min(found.Blocks, found.BlocksFree), found.FragmentSize));
    }

    /// <summary>What the mount allows, as far as this is known without a write.</summary>
    public VolumeTraits Traits()
    {
        var errno = Sys.MayWrite(_root);
        return new VolumeTraits(
            errno == 0 ? null : $"{Errno.Explain(errno)} for user {Libc.EffectiveUser()}",
            _opener.IsOneStep,
            WriterLease.KnowsItsWriters(Sys.FilesystemType(_root)));
    }

    /// <summary>Whether the volume is mounted read-only.</summary>
    public bool IsReadOnly => Sys.MayWrite(_root) == Errno.EROFS;

    /// <summary>At most the largest number of 64 bits: a filesystem may report more bytes than that.</summary>
    private static long Bytes(ulong blocks, ulong size) => (long)UInt128.Min((UInt128)blocks * size, long.MaxValue);

    /// <summary>
    /// Whether files can be made, renamed and removed in the trash, as a cleanup needs. Leaves only the trash folder behind.
    /// </summary>
    /// <param name="problem">What to change if the answer is false; else empty.</param>
    public bool TryProbeWritable(out string problem) => WriteProbe.Try(_root, _opener, out problem);

    /// <summary>
    /// Deletes a file if, and only if, it is still the one that S3 has proven to hold. The steps: take a read lease, compare the
    /// whole fingerprint, rename into <c>.longshore/trash/{batch}/{process}/</c>, compare device, inode, size and mtime, unlink
    /// while the lease is held. If there is no lease, or a mapped write changes no times (tmpfs), the file is read again in the
    /// trash and compared with <paramref name="proof"/>. A file that differs is left alone or put back, and replaces nothing. May
    /// be called again; never follows a link. Two dangers remain: an open that resolved the name before the rename and reaches
    /// the file after the last check, and bytes that another NFS client has not sent yet. See
    /// <c>docs/decisions/0006-deleting.md</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">The receipt's fingerprint; inode 0 equals any.</param>
    /// <param name="batch">ASCII letters, digits and hyphens, 1 to 128.</param>
    /// <param name="process">The same; unique to the running process and never used by a later one.</param>
    /// <param name="proof">The checksum of the file's bytes. Without one, only a file under a lease is deleted.</param>
    /// <exception cref="ArgumentException">The batch or the process is not such a word.</exception>
    public TrashOutcome Delete(
        VolumePath path, Fingerprint expected, string batch, string process, ContentProof proof = default) =>
        _trash.Delete(path, expected, batch, process, proof);

    /// <summary>
    /// The folders <c>.longshore/trash/{batch}/{process}</c> in which nothing has changed for so long, empty ones too, and
    /// <c>.longshore/trash/{batch}</c> if it is empty. If the time is over twice the deadline, their process is taken to be dead.
    /// </summary>
    /// <exception cref="VolumeFileException">The trash cannot be read.</exception>
    public IReadOnlyList<string> StaleTrash(TimeSpan olderThan, TimeProvider time) =>
        TrashInventory.Stale(_root, _opener, olderThan, time);

    /// <summary>Which of the files that a cleanup of the batch began to delete are still on the volume, under any name.</summary>
    /// <exception cref="VolumeFileException">This is not known of one of them.</exception>
    public bool[] Holds(string batch, SoughtFile[] files) =>
        new FileSearch(this, _root, _opener, TrashInventory.Slots(_root, _opener, batch)).Find(files);

    /// <summary>
    /// Puts every file in a trash folder back under its name and replaces nothing: if another file has the name, the file becomes
    /// <c>{name}.longshore-restored-{n}</c>. Then removes the empty folders. May be repeated, also by several processes at once.
    /// </summary>
    /// <param name="folder">As <see cref="StaleTrash"/> gives it.</param>
    /// <param name="olderThan">A folder that has changed since then is left alone: its process may live.</param>
    /// <exception cref="ArgumentException">The folder is not of the form <c>.longshore/trash/{batch}[/{process}]</c>.</exception>
    /// <exception cref="VolumeFileException">The folder cannot be read.</exception>
    public TrashSettlement SettleTrash(string folder, TimeSpan olderThan, TimeProvider time) =>
        new TrashSettler(_root, _opener, _restorer).Settle(folder, olderThan, time);

    /// <summary>Puts a file back that a dead process left under a hidden name, as <see cref="SettleTrash"/> does.</summary>
    /// <param name="path">As a scan gives it, of kind <see cref="ScanEntryKind.Hidden"/>.</param>
    /// <param name="olderThan">A file that has changed since then is left alone: its process may live.</param>
    /// <exception cref="ArgumentException">The path does not end in a hidden name.</exception>
    /// <exception cref="VolumeFileException">It cannot be examined.</exception>
    public TrashSettlement SettleHidden(string path, TimeSpan olderThan, TimeProvider time) =>
        new TrashSettler(_root, _opener, _restorer).SettleHidden(path, olderThan, time);

    /// <summary>
    /// Removes the folders of deleted files, and the folders above them, that are empty and were made at least so long ago (by
    /// birth time, or by mtime if the filesystem has none). The root stays. A folder that a writer fills at that moment stays
    /// too: the kernel refuses to remove it.
    /// </summary>
    /// <returns>How many were removed.</returns>
    public int RemoveEmptyDirectories(IEnumerable<VolumePath> deletedFiles, TimeSpan olderThan, TimeProvider time) =>
        EmptyFolders.RemoveAbove(deletedFiles, _root, _opener, olderThan, time);

    public void Dispose()
    {
        _trash.Dispose();
        _root.Dispose();
    }
}
