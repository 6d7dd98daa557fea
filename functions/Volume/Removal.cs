namespace Longshore.Volumes;

/// <summary>
/// The steps of one deletion: look at the file, rename it to a name that nobody opens, look again, unlink it. A rename changes
/// ctime, so it hides a rewrite of the same size with a restored mtime. The file's lease, or else its bytes, show such a rewrite.
/// </summary>
internal sealed class Removal(
    Victim victim, ContentProof proof, Restorer restorer, Rereader reader, bool stableInodes, Action<TrashStep>? interfere)
{
    /// <summary>
    /// The time in which a writer that opened the file just before the rename can write, so that the write is seen. It is also
    /// longer than a tick of the kernel's clock, within which two changes can have the same ctime.
    /// </summary>
    private static readonly TimeSpan WriterGrace = TimeSpan.FromMilliseconds(5);

    private readonly bool _reread = proof.Always || victim.NeedsReread;

    /// <summary>Why the deletion may not be tried; null if it may.</summary>
    public string? Refusal()
    {
        var size = victim.Before.Fingerprint.Size;
        return !_reread ? null
            : !ContentProof.Fits(proof.Checksum, proof.PartBytes, size) ? Reasons.NoChecksum
            : !reader.HasTime(size, proof.Limit) ? Reasons.TooLargeToReread
            : null;
    }

    /// <summary>Moves the file into a trash folder and unlinks it there.</summary>
    /// <param name="folder">A folder that this process has made for itself.</param>
    /// <param name="errno">Why nothing was moved, if there is no outcome.</param>
    public TrashOutcome? DeleteThroughTrash(SafeFileHandle folder, out int errno)
    {
        errno = 0;
        if (HasChanged())
            return Outcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
        interfere?.Invoke(TrashStep.BeforeRename);
        errno = restorer.Mover.MoveToOwnFolder(victim.Parent, victim.Name, folder, victim.Name);
        return HasMoved(errno, folder, victim.Name) ? VerifyAndUnlink(folder, victim.Name) : null;
    }

    /// <summary>
    /// Deletes the file on a volume that has no room for a trash folder: under a hidden name in its own folder. If the folder has
    /// no room for another name either, a file under a lease is unlinked in its place.
    /// </summary>
    /// <param name="errno">Why nothing was done, if there is no outcome.</param>
    public TrashOutcome? DeleteWithoutTrash(out int errno)
    {
        errno = Errno.ENOSPC;
        if (HasChanged())
            return Outcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
        var hidden = HiddenName.For(victim.Name);
        interfere?.Invoke(TrashStep.BeforeRename);
        errno = restorer.Mover.MoveToFreeName(victim.Parent, victim.Name, victim.Parent, hidden);
        if (HasMoved(errno, victim.Parent, hidden))
            return VerifyAndUnlink(victim.Parent, hidden);
        return victim.IsLeased && (IsFull(errno) || errno == Errno.ENAMETOOLONG) ? UnlinkInPlace() : null;
    }

    public static bool IsFull(int errno) => errno is Errno.ENOSPC or Errno.EDQUOT;

    /// <summary>The last look before the rename. False if the look fails: the rename names the error.</summary>
    private bool HasChanged() =>
        Examine(victim.Parent, victim.Name, out var found) == 0
        && !(FingerprintMatch.BeforeRename(FileStat.From(found, stableInodes), victim.Before.Fingerprint)
            && (!victim.IsLeased || victim.IsThis(found)));

    /// <summary>A file server may have renamed the file and answer with an error, because its first answer was lost.</summary>
    private bool HasMoved(int errno, SafeFileHandle folder, ReadOnlySpan<byte> name) =>
        errno == 0
        || (Examine(folder, name, out var found) == 0
            && FingerprintMatch.AfterRename(FileStat.From(found, stableInodes), victim.Before));

    /// <summary>Unlinks the renamed file if it is still the one that was shipped; else puts it back.</summary>
    private TrashOutcome VerifyAndUnlink(SafeFileHandle folder, byte[] name)
    {
        // No process can set a ctime. If no lease shows writers, the ctime must stay the same from here on.
        var moved = !victim.IsLeased && Examine(folder, name, out var renamed) == 0 ? renamed.Changed : default;
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
        var outcome = Unlink(folder, name);
        return outcome.Result == TrashResult.Failed ? PutBack(folder, name, TrashResult.Failed, outcome.Reason!) : outcome;
    }

    /// <summary>
    /// The lease keeps writers away, and no rename has changed ctime. One danger remains: a file that is renamed to this name
    /// between the look and the unlink.
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
        return Unlink(victim.Parent, victim.Name);
    }

    private TrashOutcome Unlink(SafeFileHandle folder, byte[] name) => Sys.Unlink(folder, name) switch
    {
        0 => Outcome(TrashResult.Deleted, null),
        Errno.ENOENT => Outcome(TrashResult.Gone, null),
        var errno => Outcome(TrashResult.Failed, VolumeFileException.ReasonOf(errno)),
    };

    /// <summary>Null if the file's bytes are those that S3 holds; else one of <see cref="Reasons"/>.</summary>
    private string? CompareBytes(SafeFileHandle folder, byte[] name)
    {
        if (victim.IsLeased)
            return Compare(victim.File);

        // Without a lease, the open file may be another one than the renamed file.
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
            // After this, a store through a memory mapping changes ctime.
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
        if (restorer.RestoreInto(victim.Parent, folder, name, own, beside: false, out var newName) == 0)
        {
            var restoredAs = victim.Path.Parent is { } above ? $"{above}/{PathText.Of(newName)}" : PathText.Of(newName);
            return Outcome(result, reason) with { RestoredAs = newName.AsSpan().SequenceEqual(own) ? null : restoredAs };
        }

        // The folder that held the file may be gone; it can be made again by its path.
        var errno = restorer.Restore(folder, name, victim.Path.ToTerminatedBytes().AsSpan(..^1), out var restored);
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
        && (victim.IsLeased ? victim.IsThis(after) : after.Changed == moved);

    private static int Examine(SafeFileHandle dir, ReadOnlySpan<byte> name, out StatxBuffer found) =>
        Sys.Stat(dir, name, forceSync: true, out found);

    private TrashOutcome Outcome(TrashResult result, string? reason) => new(result, reason) { Leased = victim.IsLeased };
}
