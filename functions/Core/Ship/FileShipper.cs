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
    public Task<ReceiptEntry> ShipFileAsync(FolderLook folder, FileWork work, UploadSlot slot, WorkTokens tokens) =>
        ShipOpenedAsync(folder, work, slot, tokens, async file =>
        {
            var (key, problem) = await rules.KeyOfAsync(work.Path, file.Stat.Fingerprint, tokens.Abort);
            if (problem is not null)
                return work.Entry(FileOutcome.Failed, problem);
            var shipment = new Shipment(file, work, key, slot, FollowsPolicy: true);
            return work.Listed.ContainsKey(key)
                ? await putter.SettleTakenAsync(shipment, null, tokens)
                : await putter.PutFileAsync(shipment, tokens);
        });

    /// <summary>Opens a file and ships it if it is ready. Every problem of the file is an outcome.</summary>
    /// <param name="slot">Taken before the file is opened; null if the caller holds one.</param>
    /// <param name="ship">Ships the open file.</param>
    internal async Task<ReceiptEntry> ShipOpenedAsync(FolderLook folder, FileWork work, UploadSlot? slot, WorkTokens tokens,
        Func<VolumeFile, ValueTask<ReceiptEntry>> ship)
    {
        try
        {
            if (volume.Bars(work.Path.Value) is { } barred)
                return work.Entry(FileOutcome.Failed, barred);
            // A stat by name is worth its cost only if an earlier receipt may already settle the file.
            if (work.Earlier is not null && work.SettledNow(folder.Stat(work.Path)) is { } settled)
                return settled;
            // Before the file is opened, so that a waiting file holds no descriptor and no memory.
            if (slot is not null)
                await slot.TakeAsync(tokens.Park);
            using var file = folder.OpenRead(work.Path);
            if (file is null)
                return work.Entry(FileOutcome.Missing);
            if (NotReady(file, work) is { } deferred)
                return deferred;
            var entry = await ship(file);
            return entry.Reason == Reasons.ChangedWhileRead && OnlyInodeDiffers(file)
                ? work.Entry(FileOutcome.Deferred, Reasons.InodeChanged)
                : entry;
        }
        catch (VolumeFileException e)
        {
            return work.Entry(e.Reason == Reasons.NotARegularFile ? FileOutcome.Deferred : FileOutcome.Failed, e.Reason);
        }
        catch (RequestRefusedException e)
        {
            // The store permanently refuses this object; others may succeed.
            return work.Entry(FileOutcome.Failed, ObjectFaults.ReasonOf(e));
        }
        catch (OperationCanceledException) when (tokens.Park.IsCancellationRequested)
        {
            return work.Entry(FileOutcome.Remaining);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            // One file must not prevent the receipt of its batch.
            log.FileFailed(work.Path.Value, e);
            return work.Entry(FileOutcome.Failed, Reasons.Unexpected);
        }
    }

    private ReceiptEntry? NotReady(VolumeFile file, FileWork work)
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
