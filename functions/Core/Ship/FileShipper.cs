namespace Longshore.Core.Ship;

/// <summary>
/// Ships one file, whole or not at all: stat, read, stat again, and only then the object is made. Every problem of the file is an
/// outcome; only an unavailable store throws. Safe for concurrent use.
/// </summary>
public sealed class FileShipper(Volume volume, KeyRules rules, FilePutter putter, WorkClock clock, ILogger<FileShipper> log)
{
    /// <summary>Logged once a process: on such a volume the inode number of every file changes.</summary>
    private bool _saidInode;

    /// <param name="slot">Taken for an upload, and kept afterwards if allowed.</param>
    /// <param name="tokens">See <see cref="UploadCut.Tokens"/>.</param>
    public async Task<ReceiptEntry> ShipFileAsync(FolderLook folder, FileWork work, UploadSlot slot, WorkTokens tokens)
    {
        try
        {
            if (Settled(folder, work) is { } settled)
                return settled;
            // Before the file is opened, so that a waiting file holds no descriptor and no memory.
            await slot.TakeAsync(tokens.Park);
            using var file = folder.OpenRead(work.Path);
            if (file is null)
                return work.Entry(FileOutcome.Missing);
            if (NotReady(file, work) is { } deferred)
                return deferred;
            var (key, problem) = await rules.KeyOfAsync(work.Path, file.Stat.Fingerprint, tokens.Abort);
            if (problem is not null)
                return work.Entry(FileOutcome.Failed, problem);
            var shipment = new Shipment(file, work, key, slot, FollowsPolicy: true);
            var entry = work.Listed.ContainsKey(key)
                ? await putter.SettleTakenAsync(shipment, null, tokens)
                : await putter.PutFileAsync(shipment, tokens);
            return Explain(entry, file, work);
        }
        catch (Exception e) when (OutcomeOf(e, work, tokens) is { } outcome)
        {
            return outcome;
        }
    }

    /// <summary>The entry of a file that is left alone, or that an earlier receipt settles; else null.</summary>
    /// <exception cref="VolumeFileException">The file cannot be examined.</exception>
    internal ReceiptEntry? Settled(FolderLook folder, FileWork work) => volume.Bars(work.Path.Value) is { } barred
        ? work.Entry(FileOutcome.Failed, barred)
        // A stat by name is worth its cost only if an earlier receipt may already settle the file.
        : work.Earlier is null ? null : work.SettledNow(folder.Stat(work.Path));

    /// <summary>The same entry, but on a volume that gives a file another inode number at each look it says so.</summary>
    internal ReceiptEntry Explain(ReceiptEntry entry, VolumeFile file, FileWork work) =>
        entry.Reason == Reasons.ChangedWhileRead && OnlyInodeDiffers(file)
            ? work.Entry(FileOutcome.Deferred, Reasons.InodeChanged) : entry;

    /// <summary>The outcome of a file that met this error; null if the error is not the file's.</summary>
    internal ReceiptEntry? OutcomeOf(Exception error, FileWork work, WorkTokens tokens)
    {
        switch (error)
        {
            case VolumeFileException e:
                return work.Entry(e.Reason == Reasons.NotARegularFile ? FileOutcome.Deferred : FileOutcome.Failed, e.Reason);
            case RequestRefusedException e:
                // The store permanently refuses this object; others may succeed.
                return work.Entry(FileOutcome.Failed, ObjectFaults.ReasonOf(e));
            case OperationCanceledException when tokens.Park.IsCancellationRequested:
                return work.Entry(FileOutcome.Remaining);
            case StoreUnavailableException or OperationCanceledException:
                return null;
            default:
                // One file must not prevent the receipt of its batch.
                log.FileFailed(work.Path.Value, error);
                return work.Entry(FileOutcome.Failed, Reasons.Unexpected);
        }
    }

    /// <summary>The entry of an open file that may not be shipped now; null if it may.</summary>
    internal ReceiptEntry? NotReady(VolumeFile file, FileWork work)
    {
        var now = Timestamp.From(clock.Now);
        var readiness = ReadinessDecision.Decide(
            file.Stat, work.Item.File.Size, work.Item.File.Modified, now, work.MinAge, file.ProbeWriter());
        if (readiness.Readiness == Readiness.Ready)
            return null;
        var entry = work.Entry(FileOutcome.Deferred, readiness.Reason);
        if (readiness.Reason == Reasons.TooYoung)
            entry.OldEnoughAt = ReadinessDecision.OldEnoughAt(file.Stat, work.MinAge);
        return entry;
    }

    private bool OnlyInodeDiffers(VolumeFile file)
    {
        if (!file.Restat().Fingerprint.DiffersInInodeOnly(file.Stat.Fingerprint))
            return false;
        if (!Interlocked.Exchange(ref _saidInode, true))
            log.InodeChanged(file.Path);
        return true;
    }
}
