namespace Longshore.Volumes;

/// <summary>
/// The steps of one deletion: look, rename to where nobody opens it anew, look again, unlink. A rename moves ctime, so a rewrite
/// of the same size with a restored mtime cannot be seen after it. The file's lease, or else its bytes, tell of that.
/// </summary>
internal sealed class Removal(
    Victim victim, ContentProof proof, Restorer restorer, Rereader reader, bool stableInodes, Action<TrashStep>? interfere)
{
    /// <summary>
    /// A writer that opened the file just before the rename has this long to write, so that its write is seen. Also more than a
    /// tick of the kernel's clock, within which two changes can have the same ctime.
    /// </summary>
    private static readonly TimeSpan WriterGrace = TimeSpan.FromMilliseconds(5);

    private readonly bool _reread = proof.Always || victim.IsOnlyToldByItsBytes;

    /// <summary>Why nothing may be tried; null if it may.</summary>
    public string? Refusal()
    {
        var size = victim.Before.Fingerprint.Size;
        if (!_reread)
            return null;
        return !ContentProof.Fits(proof.Checksum, proof.PartBytes, size) ? Reasons.NoChecksum
            : !reader.HasTime(size, proof.Limit) ? Reasons.TooLargeToReread
            : null;
    }

    /// <summary>Moves the file into a trash folder and unlinks it there.</summary>
    /// <param name="folder">Made by this process for itself.</param>
    /// <param name="errno">Why nothing was moved, if the answer is null.</param>
    public TrashOutcome? Through(SafeFileHandle folder, out int errno)
    {
        if (HasChanged())
        {
            errno = 0;
            return Outcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
        }

        interfere?.Invoke(TrashStep.BeforeRename);
        errno = restorer.Mover.MoveToOwn(victim.Parent, victim.Name, folder, victim.Name);
        return Moved(errno, folder, victim.Name) ? VerifyAndUnlink(folder, victim.Name) : null;
    }

    /// <summary>
    /// Deletes the file on a volume that has no room for a trash folder: under a hidden name in its own folder. Where not even
    /// the folder has room for another name, a file under a lease is unlinked where it stands.
    /// </summary>
    /// <param name="errno">Why nothing was done, if the answer is null.</param>
    public TrashOutcome? WithoutTrash(out int errno)
    {
        errno = Errno.ENOSPC;
        if (HasChanged())
            return Outcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
        var hidden = HiddenName.For(victim.Name);
        interfere?.Invoke(TrashStep.BeforeRename);
        errno = restorer.Mover.MoveAside(victim.Parent, victim.Name, victim.Parent, hidden);
        if (Moved(errno, victim.Parent, hidden))
            return VerifyAndUnlink(victim.Parent, hidden);
        return victim.IsLeased && (IsFull(errno) || errno == Errno.ENAMETOOLONG) ? UnlinkInPlace() : null;
    }

    public static bool IsFull(int errno) => errno is Errno.ENOSPC or Errno.EDQUOT;

    /// <summary>The last look before the rename. What cannot be looked at is left to the rename to name.</summary>
    private bool HasChanged() =>
        Examine(victim.Parent, victim.Name, out var found) == 0
        && !(FingerprintMatch.BeforeRename(FileStat.From(found, stableInodes), victim.Before.Fingerprint)
            && (!victim.IsLeased || victim.IsThis(found)));

    /// <summary>A file server may have renamed although its answer says otherwise, when the first answer was lost.</summary>
    private bool Moved(int errno, SafeFileHandle folder, ReadOnlySpan<byte> name) =>
        errno == 0
        || (Examine(folder, name, out var found) == 0
            && FingerprintMatch.AfterRename(FileStat.From(found, stableInodes), victim.Before));

    /// <summary>The file has its other name: unlinks it if it is still the one that was shipped, else puts it back.</summary>
    private TrashOutcome VerifyAndUnlink(SafeFileHandle folder, byte[] name)
    {
        // Nobody can set a ctime. Where no lease tells of writers it must stand still from here on.
        var moved = !victim.IsLeased && Examine(folder, name, out var renamed) == 0 ? Changed(renamed) : default;
        interfere?.Invoke(TrashStep.BeforeVerify);
        if (_reread)
        {
            if (!victim.IsLeased)
                proof.Stop.WaitHandle.WaitOne(WriterGrace);
            if (!IsSame(folder, name, moved))
                return PutBack(folder, name, TrashResult.PutBack, Reasons.ChangedWhileDeleting);
            if (CompareBytes(folder, name) is { } reason)
                return PutBack(folder, name, TrashResult.PutBack, reason);
        }

        interfere?.Invoke(TrashStep.BeforeUnlink);
        if (!IsSame(folder, name, moved))
            return PutBack(folder, name, TrashResult.PutBack, Reasons.ChangedWhileDeleting);
        if (!victim.IsUndisturbed())
            return PutBack(folder, name, TrashResult.PutBack, Reasons.OpenForWriting);
        return Sys.Unlink(folder, name) switch
        {
            0 => Outcome(TrashResult.Deleted, null),
            Errno.ENOENT => Outcome(TrashResult.Gone, null),
            var errno => PutBack(folder, name, TrashResult.Failed, VolumeFileException.ReasonOf(errno)),
        };
    }

    /// <summary>
    /// The lease keeps writers away, and no rename has moved ctime. What remains: a file that is renamed onto the name between
    /// the look and the unlink.
    /// </summary>
    private TrashOutcome UnlinkInPlace()
    {
        interfere?.Invoke(TrashStep.BeforeVerify);
        if (_reread && CompareBytes(victim.Parent, victim.Name) is { } reason)
            return Outcome(TrashResult.Changed, reason);
        interfere?.Invoke(TrashStep.BeforeUnlink);
        if (HasChanged())
            return Outcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
        if (!victim.IsUndisturbed())
            return Outcome(TrashResult.Changed, Reasons.OpenForWriting);
        return Sys.Unlink(victim.Parent, victim.Name) switch
        {
            0 => Outcome(TrashResult.Deleted, null),
            Errno.ENOENT => Outcome(TrashResult.Gone, null),
            var errno => Outcome(TrashResult.Failed, VolumeFileException.ReasonOf(errno)),
        };
    }

    /// <summary>Null if the file's bytes are the ones that S3 holds.</summary>
    private string? CompareBytes(SafeFileHandle folder, byte[] name)
    {
        if (victim.IsLeased)
            return Compare(victim.File);

        // Without a lease the open file need not be the one that was renamed.
        var named = Sys.OpenNamed(folder, name, out var found, out var errno);
        if (named < 0)
            return VolumeFileException.ReasonOf(errno);
        SafeFileHandle? file = null;
        if (FileStat.KindOf(found.Mode) == FileKind.Regular)
            file = FileOpener.Reopen(named, out errno);
        Sys.Close(named);
        if (file is null)
            return errno == 0 ? Reasons.ChangedWhileDeleting : VolumeFileException.ReasonOf(errno);
        using (file)
        {
            // From here on a store through a memory mapping moves ctime.
            errno = Sys.WriteBack(file);
            return errno == 0 ? Compare(file) : VolumeFileException.ReasonOf(errno);
        }
    }

    private string? Compare(SafeFileHandle file) =>
        reader.Compare(new VolumeFile(file, victim.Path.Value, victim.Before, stableInodes), proof, victim.IsUndisturbed);

    private TrashOutcome PutBack(SafeFileHandle folder, byte[] name, TrashResult result, string reason)
    {
        interfere?.Invoke(TrashStep.BeforePutBack);
        var own = victim.Name.AsSpan(..^1);
        var errno = restorer.RestoreInto(victim.Parent, folder, name, own, beside: false, out var newName);
        if (errno == 0)
        {
            return newName.AsSpan().SequenceEqual(own)
                ? Outcome(result, reason)
                : Outcome(result, reason) with
                {
                    RestoredAs = victim.Path.Parent is { } above ? $"{above}/{PathText.Of(newName)}" : PathText.Of(newName),
                };
        }

        // The folder that held it may be gone; its path can be made again.
        errno = restorer.Restore(folder, name, victim.Path.ToTerminatedBytes().AsSpan(..^1), out var restored);
        var path = PathText.Of(restored);
        return errno switch
        {
            0 => Outcome(result, reason) with { RestoredAs = path == victim.Path.Value ? null : path },
            Errno.ENOENT => Outcome(TrashResult.Gone, null),
            _ => Outcome(TrashResult.Failed, Reasons.LeftInTrash),
        };
    }

    internal bool IsSame(SafeFileHandle folder, byte[] name, Timestamp moved) =>
        Examine(folder, name, out var after) == 0
        && FingerprintMatch.AfterRename(FileStat.From(after, stableInodes), victim.Before)
        && (victim.IsLeased ? victim.IsThis(after) : Changed(after) == moved);

    private static Timestamp Changed(in StatxBuffer found) => FileStat.Moment(found.ChangedSeconds, found.ChangedNanoseconds);

    private static int Examine(SafeFileHandle dir, ReadOnlySpan<byte> name, out StatxBuffer found) =>
        Sys.Stat(dir, name, forceSync: true, out found);

    private TrashOutcome Outcome(TrashResult result, string? reason) => new(result, reason) { Leased = victim.IsLeased };
}
