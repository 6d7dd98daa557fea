using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>Deletes files by rename, comparison and unlink; see <see cref="VolumeRoot.Delete"/>.</summary>
internal sealed class TrashCan(SafeFileHandle root, Beneath beneath, Restorer restorer, bool stableInodes) : IDisposable
{
    private const int Tries = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Batch, string Process), List<TrashFolder>> _folders = [];

    public Action<TrashStep>? Interfere { get; set; }

    public TrashOutcome Delete(VolumePath path, Fingerprint expected, string batch, string process)
    {
        if (!TrashFolder.IsWord(batch))
            throw new ArgumentException("A batch is 1 to 128 ASCII letters, digits and hyphens.", nameof(batch));
        if (!TrashFolder.IsWord(process))
            throw new ArgumentException("A process is 1 to 128 ASCII letters, digits and hyphens.", nameof(process));
        if (path.Value.Length == 0)
            throw new ArgumentException("The path is empty.", nameof(path));
        if (path.Value == VolumeRoot.OwnFolder || path.Value.StartsWith(VolumeRoot.OwnFolder + "/", StringComparison.Ordinal))
            return new TrashOutcome(TrashResult.Failed, Reasons.Reserved);

        using var parent = beneath.OpenParent(root, path, out var name, out var errno);
        if (parent is null)
            return Refused(errno);
        errno = Examine(parent, name, out var before);
        if (errno != 0)
            return Refused(errno);
        if (before.Kind != FileKind.Regular)
            return new TrashOutcome(TrashResult.Changed, Reasons.NotARegularFile);
        return FingerprintMatch.BeforeRename(before, expected)
            ? Throw(new Victim(path, parent, name, before), batch, process)
            : new TrashOutcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
    }

    public void Dispose()
    {
        foreach (var folder in _folders.Values.SelectMany(f => f))
        {
            folder.RemoveIfEmpty(root, beneath);
            folder.Dispose();
        }

        _folders.Clear();
    }

    private TrashOutcome Throw(Victim victim, string batch, string process)
    {
        var errno = Errno.EEXIST;
        for (var i = 0; i < Tries; i++)
        {
            var slot = FolderFor(batch, process, fresh: i > 0, out errno);
            if (slot is null)
                break;
            if (!slot.TryTake(victim.Path))
                continue;
            using var folder = slot.OpenFor(victim.Path, beneath, out errno);
            if (folder is not null)
            {
                if (Examine(victim.Parent, victim.Name, out var now) == 0 && !FingerprintMatch.BeforeRename(now, victim.Before.Fingerprint))
                {
                    slot.Release(victim.Path);
                    return new TrashOutcome(TrashResult.Changed, Reasons.ChangedSinceReceipt);
                }

                Interfere?.Invoke(TrashStep.BeforeRename);
                errno = restorer.Mover.MoveToOwn(victim.Parent, victim.Name, folder, victim.Name);

                // A file server may have renamed although its answer says otherwise, when the first answer was lost.
                if (errno == 0 || (Examine(folder, victim.Name, out var found) == 0 && FingerprintMatch.AfterRename(found, victim.Before)))
                {
                    var outcome = Judge(victim, folder);
                    if (outcome.Reason != Reasons.LeftInTrash)
                        slot.Release(victim.Path);
                    return outcome;
                }
            }

            slot.Release(victim.Path);
            var gone = Examine(victim.Parent, victim.Name, out _);
            if (gone is Errno.ENOENT || errno is not (Errno.EEXIST or Errno.ENOENT))
                return Refused(gone is Errno.ENOENT ? gone : errno);
        }

        return new TrashOutcome(TrashResult.Failed, VolumeFileException.ReasonOf(errno));
    }

    /// <summary>The file is in the trash: unlinks it if it is still the one that was compared, else puts it back.</summary>
    private TrashOutcome Judge(Victim victim, SafeFileHandle folder)
    {
        // Nobody can set a ctime: from here on it must stand still.
        var moved = Examine(folder, victim.Name, out var renamed) == 0 ? renamed.Fingerprint.Changed : default;
        Interfere?.Invoke(TrashStep.BeforeVerify);
        if (!IsSame(victim, folder, moved))
            return PutBack(victim, folder, TrashResult.PutBack, Reasons.ChangedWhileDeleting);
        if (HasWriter(victim, folder))
            return PutBack(victim, folder, TrashResult.PutBack, Reasons.OpenForWriting);
        Interfere?.Invoke(TrashStep.BeforeUnlink);
        if (!IsSame(victim, folder, moved))
            return PutBack(victim, folder, TrashResult.PutBack, Reasons.ChangedWhileDeleting);
        return Sys.Unlink(folder, victim.Name) switch
        {
            0 => new TrashOutcome(TrashResult.Deleted, null),
            Errno.ENOENT => new TrashOutcome(TrashResult.Gone, null),
            var errno => PutBack(victim, folder, TrashResult.Failed, VolumeFileException.ReasonOf(errno)),
        };
    }

    private TrashOutcome PutBack(Victim victim, SafeFileHandle folder, TrashResult result, string reason)
    {
        Interfere?.Invoke(TrashStep.BeforePutBack);
        var errno = restorer.RestoreInto(victim.Parent, folder, victim.Name, beside: false, out var name);
        if (errno == 0)
        {
            return name.AsSpan().SequenceEqual(victim.Name.AsSpan(..^1))
                ? new TrashOutcome(result, reason)
                : new TrashOutcome(result, reason)
                {
                    RestoredAs = victim.Path.Parent is { } above ? $"{above}/{PathText.Of(name)}" : PathText.Of(name),
                };
        }

        // The folder that held it may be gone; its path can be made again.
        errno = restorer.Restore(folder, victim.Name, victim.Path.ToTerminatedBytes().AsSpan(..^1), out var restored);
        var path = PathText.Of(restored);
        return errno switch
        {
            0 => new TrashOutcome(result, reason) { RestoredAs = path == victim.Path.Value ? null : path },
            Errno.ENOENT => new TrashOutcome(TrashResult.Gone, null),
            _ => new TrashOutcome(TrashResult.Failed, Reasons.LeftInTrash),
        };
    }

    private bool IsSame(Victim victim, SafeFileHandle folder, Timestamp moved) =>
        Examine(folder, victim.Name, out var after) == 0 && FingerprintMatch.AfterRename(after, victim.Before) && after.Fingerprint.Changed == moved;

    /// <summary>Under its trash name nobody opens it anew, so a writer that is not there now does not come.</summary>
    private static bool HasWriter(Victim victim, SafeFileHandle folder)
    {
        using var file = Sys.OpenAt(
            folder, victim.Name, Flags.ReadOnly | Flags.NoFollow | Flags.NonBlocking | Flags.NoControllingTerminal, out _);
        return file is not null && WriterLease.Probe(file) == WriterState.Open;
    }

    private int Examine(SafeFileHandle dir, ReadOnlySpan<byte> name, out FileStat stat)
    {
        var errno = Sys.Stat(dir, name, forceSync: true, out var found);
        stat = errno == 0 ? FileStat.From(found, stableInodes) : default;
        return errno;
    }

    private TrashFolder? FolderFor(string batch, string process, bool fresh, out int errno)
    {
        lock (_lock)
        {
            errno = 0;
            if (!_folders.TryGetValue((batch, process), out var made))
                _folders[(batch, process)] = made = [];
            if (made.Count > 0 && !fresh)
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

    /// <summary>A file on its way out.</summary>
    private sealed record Victim(VolumePath Path, SafeFileHandle Parent, byte[] Name, FileStat Before);
}
