namespace Longshore.Core.Ship;

/// <summary>
/// Ships one file, whole or not at all: stat, read, stat, and only then an object. Everything that can happen to the file itself
/// is an outcome; only the store's refusal or absence throws.
/// </summary>
public sealed class FileShipper(Volume volume, KeyRules rules, FilePutter putter, WorkClock clock, ILogger<FileShipper> log)
{
    /// <summary>Once a process: a volume of this kind changes the inode of every file.</summary>
    private bool _saidInode;

    /// <param name="folder">Looks at one file after another.</param>
    /// <param name="work">The file and what is known of it.</param>
    /// <param name="slot">Taken for an upload, and held after it where that is allowed.</param>
    /// <param name="tokens">See <see cref="UploadCut.Tokens"/>.</param>
    public async Task<ReceiptEntry> ShipFileAsync(FolderLook folder, FileWork work, UploadSlot slot, WorkTokens tokens)
    {
        try
        {
            if (volume.Bars(work.Path.Value) is { } barred)
                return work.Entry(FileOutcome.Failed, barred);
            // A look at the name alone is worth its cost only where an earlier receipt may already say all.
            if (work.Earlier is not null && work.SettledNow(folder.Stat(work.Path)) is { } settled)
                return settled;
            // Before anything is opened or read: a file that waits for its turn holds neither descriptors nor memory.
            await slot.TakeAsync(tokens.Park);
            using var file = folder.OpenRead(work.Path);
            if (file is null)
                return work.Entry(FileOutcome.Missing);
            if (NotReady(file, work) is { } deferred)
                return deferred;
            var (key, problem) = await rules.KeyOfAsync(work.Path, file.Stat.Fingerprint, tokens.Abort);
            if (problem is not null)
                return work.Entry(FileOutcome.Failed, problem);
            var shipment = new Shipment(file, work, key, slot, OnTaken.Decide);
            var entry = work.Listed.ContainsKey(key)
                ? await putter.SettleTakenAsync(shipment, null, tokens)
                : await putter.PutFileAsync(shipment, tokens);
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
            // The store refuses this one object for good; others may fare better.
            return work.Entry(FileOutcome.Failed, ObjectFaults.ReasonOf(e));
        }
        catch (OperationCanceledException) when (tokens.Park.IsCancellationRequested)
        {
            return work.Entry(FileOutcome.Remaining);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            // One file must not take the receipt of its batch along.
            log.FileFailed(work.Path.Value, e);
            return work.Entry(FileOutcome.Failed, Reasons.Unexpected);
        }
    }

    private ReceiptEntry? NotReady(VolumeFile file, FileWork work)
    {
        var now = Timestamp.From(clock.Now);
        var readiness = ReadinessDecision.Decide(file.Stat, work.Size, work.Modified, now, work.MinAge, file.ProbeWriter());
        return readiness.Readiness == Readiness.Ready ? null : work.NotReady(file.Stat, readiness.Reason!);
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
