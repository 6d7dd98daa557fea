using System.Buffers;
using Amazon.Runtime;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.Store.Probe;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.Core.Ship;

/// <summary>
/// Ships one file, whole or not at all: stat, read, stat, and only then an object. Everything that can happen to the file itself is an
/// outcome; only the store's refusal or absence throws.
/// </summary>
public sealed class FileShipper(
    Volume volume, S3Store store, MultipartShipper multipart, ExistingObject existing, AdaptiveGate gate, ByteBudget memory, Bandwidth bandwidth,
    KeyTemplate keys, StateKeys state, StoreProbe probe, IOptions<SyncOptions> options, TimeProvider time,
    ILogger<FileShipper> log)
{
    /// <summary>Parts are held in memory: a file that needs larger ones (over 625 GiB) is refused unless <c>Sync:PartBytes</c> allows it.</summary>
    private const long LargestPart = 64L << 20;

    /// <summary>Once a process: a volume of this kind changes the inode of every file.</summary>
    private bool _saidInode;

    /// <param name="folder">Looks at one file after another.</param>
    /// <param name="work">The file and what is known of it.</param>
    /// <param name="place">Taken for an upload, and held after it where that is allowed.</param>
    /// <param name="finish">Fires when a running upload must end.</param>
    /// <param name="park">Fires when nothing new may begin and a large file is parked between its parts.</param>
    public async Task<ReceiptEntry> ShipAsync(FolderLook folder, FileWork work, Place place, CancellationToken finish, CancellationToken park)
    {
        try
        {
            if (volume.Bars(work.Path.Value) is { } barred)
                return work.Entry(FileOutcome.Failed, barred);
            // A look at the name alone is worth its cost only where an earlier receipt may already say all.
            if (work.Earlier is not null && work.SettledNow(folder.Stat(work.Path)) is { } settled)
                return settled;
            // Before anything is opened or read: what waits for its turn holds neither descriptors nor memory.
            await place.TakeAsync(park);
            using var file = folder.OpenRead(work.Path);
            if (file is null)
                return work.Entry(FileOutcome.Missing);
            var entry = await ShipAsync(file, work, place, finish, park);
            return entry.Reason == SyncReasons.ChangedWhileRead && OnlyInodeDiffers(file) ? work.Entry(FileOutcome.Deferred, Reasons.InodeChanged) : entry;
        }
        catch (VolumeFileException e) when (e.Reason == Reasons.NotARegularFile)
        {
            return work.Entry(FileOutcome.Deferred, Reasons.NotARegularFile);
        }
        catch (VolumeFileException e)
        {
            return work.Entry(FileOutcome.Failed, e.Reason);
        }
        catch (AmazonServiceException e)
        {
            // The store refuses this one object for good; others may fare better.
            return work.Entry(FileOutcome.Failed, ObjectFaults.ReasonOf(e));
        }
        catch (OperationCanceledException) when (park.IsCancellationRequested)
        {
            return work.Entry(FileOutcome.Remaining);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            // One file must not take the receipt of its batch along.
            log.FileFailed(work.Path.Value, e);
            return work.Entry(FileOutcome.Failed, SyncReasons.Unexpected);
        }
    }

    private bool OnlyInodeDiffers(VolumeFile file)
    {
        if (!file.Restat().Fingerprint.DiffersInInodeOnly(file.Stat.Fingerprint))
            return false;
        if (!Interlocked.Exchange(ref _saidInode, true))
            log.InodeChanged(file.Path);
        return true;
    }

    private async Task<ReceiptEntry> ShipAsync(VolumeFile file, FileWork work, Place place, CancellationToken finish, CancellationToken park)
    {
        var stat = file.Stat;
        var readiness = ReadinessDecision.Decide(stat, work.Size, work.Modified, Timestamp.From(time.GetUtcNow()), work.MinAge, file.ProbeWriter());
        if (readiness.Readiness != Readiness.Ready)
            return work.NotReady(stat, readiness.Reason!);
        var key = keys.KeyOf(work.Path.Value, stat.Fingerprint.Modified);
        if (state.IsReserved(key))
            return work.Entry(FileOutcome.Failed, SyncReasons.Reserved);
        if (!KeyTemplate.Fits(key))
            return work.Entry(FileOutcome.Failed, SyncReasons.KeyTooLong);
        if (OddKey.KindsOf(key) is not OddKeys.None and var kinds && ((await probe.AbilitiesAsync(finish)).Mangled & kinds) != 0)
            return work.Entry(FileOutcome.Failed, SyncReasons.KeyNotKept);
        if (PartPlan.For(Math.Max(1, stat.Fingerprint.Size), options.Value.PartBytes).PartBytes > Math.Max(LargestPart, options.Value.PartBytes))
            return work.Entry(FileOutcome.Failed, SyncReasons.TooLarge);
        var shipment = new Shipment(file, work, key, place);
        if (work.Listed.ContainsKey(key))
            return await SettleTakenAsync(shipment, null, OnTaken.Decide, finish, park);
        return await PutAsync(shipment, OnTaken.Decide, null, finish, park);
    }

    /// <summary>Puts the file under a key; what to do if the key is taken differs by how one came here.</summary>
    private async Task<ReceiptEntry> PutAsync(Shipment shipment, OnTaken onTaken, string? ifMatch, CancellationToken finish, CancellationToken park)
    {
        if (shipment.Stat.Fingerprint.Size > options.Value.WholeUpTo)
        {
            // Each part takes a place.
            shipment.Place.Dispose();
            var upload = await multipart.ShipAsync(shipment.File, shipment.Key, ifMatch, finish, park);
            return upload.State switch
            {
                UploadEnd.Completed => shipment.Settled(FileOutcome.Uploaded, upload.Checksum!, upload.ETag!, upload.VersionId, upload.PartBytes),
                UploadEnd.Changed => shipment.Work.Entry(FileOutcome.Deferred, SyncReasons.ChangedWhileRead),
                UploadEnd.Unproven => await ProveAsync(shipment, null, finish),
                UploadEnd.Taken => await SettleTakenAsync(shipment, null, onTaken, finish, park),
                _ => shipment.Work.Entry(FileOutcome.Remaining, SyncReasons.Parked),
            };
        }

        var (sha256, put) = await PutWholeAsync(shipment, ifMatch, finish, park);
        if (sha256 is null)
            return shipment.Work.Entry(FileOutcome.Deferred, SyncReasons.ChangedWhileRead);
        return put.Result switch
        {
            WriteResult.Written => shipment.Settled(FileOutcome.Uploaded, sha256, put.ETag, put.VersionId),
            WriteResult.Unproven => await ProveAsync(shipment, sha256, finish),
            _ => await SettleTakenAsync(shipment, sha256, onTaken, finish, park),
        };
    }

    /// <summary>
    /// The place comes before the memory, here and for parts: who waits for memory waits for uploads that are on their way. The place taken
    /// before the file was opened is still held but where another upload has come between.
    /// </summary>
    /// <returns>No checksum if the file changed while it was read: nothing was sent then.</returns>
    private async Task<(string? Sha256, PutResult Put)> PutWholeAsync(Shipment shipment, string? ifMatch, CancellationToken finish, CancellationToken park)
    {
        var size = (int)shipment.Stat.Fingerprint.Size;
        await bandwidth.TakeAsync(size, park);
        await shipment.Place.HoldAsync(park);
        var taken = 0L;
        var (answered, throttled) = (false, false);
        // One byte more than the file had shows whether it has grown.
        var buffer = ArrayPool<byte>.Shared.Rent(size + 1);
        try
        {
            taken = await memory.TakeAsync(size, park);
            if (shipment.File.Read(buffer.AsSpan(0, size + 1), 0, enough: size) != size || shipment.HasChanged())
                return (null, default);
            var body = buffer.AsMemory(0, size);
            var sha256 = Sha256.Base64(body.Span);
            using var upload = Metrics.Upload("whole");
            var details = new ObjectDetails(shipment.Stat.Fingerprint.Modified, shipment.Stat.Mode);
            var put = await store.PutAsync(shipment.Key, body, sha256, details, finish, () =>
            {
                throttled = true;
                gate.Throttled();
            }, ifMatch);
            answered = true;
            return (sha256, put);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            memory.Release(taken);
            shipment.Place.Used(succeeded: answered && !throttled, size);
        }
    }

    /// <summary>The store took the file without saying what it holds now: only a look at the object can prove it.</summary>
    private async Task<ReceiptEntry> ProveAsync(Shipment shipment, string? sha256, CancellationToken finish)
    {
        var comparison = await existing.CompareAsync(shipment.Key, shipment.File, sha256, finish);
        if (shipment.HasChanged())
            return shipment.Work.Entry(FileOutcome.Deferred, SyncReasons.ChangedWhileRead);
        return comparison.Bytes == ExistingBytes.Same
            ? shipment.Settled(FileOutcome.Uploaded, comparison.Checksum!, comparison.Head!.ETag, comparison.Head.VersionId, comparison.Head.PartBytes)
            : shipment.Work.Entry(FileOutcome.Failed, SyncReasons.NotProven);
    }

    private async Task<ReceiptEntry> SettleTakenAsync(Shipment shipment, string? sha256, OnTaken onTaken, CancellationToken finish, CancellationToken park)
    {
        sha256 ??= shipment.Stat.Fingerprint.Size <= options.Value.WholeUpTo ? FileHashes.Whole(shipment.File, park) : null;
        var comparison = await existing.CompareAsync(shipment.Key, shipment.File, sha256, finish);
        if (shipment.HasChanged())
            return shipment.Work.Entry(FileOutcome.Deferred, SyncReasons.ChangedWhileRead);
        switch (ConflictDecision.Decide(comparison.Bytes, options.Value.OnConflict))
        {
            case ConflictAction.TakeAsPresent:
                return shipment.Settled(FileOutcome.Present, comparison.Checksum!, comparison.Head!.ETag, comparison.Head.VersionId, comparison.Head.PartBytes);
            case ConflictAction.PutUnderChecksum when onTaken == OnTaken.Decide:
                var beside = shipment.Beside(sha256 ?? FileHashes.Whole(shipment.File, park));
                return KeyTemplate.Fits(beside.Key)
                    ? await PutAsync(beside, OnTaken.OnlyCompare, null, finish, park)
                    : shipment.Work.Entry(FileOutcome.Failed, SyncReasons.KeyTooLong);
            // Versioning may have been suspended since the start: an object without a version id would be lost.
            case ConflictAction.PutNewVersion when onTaken == OnTaken.Decide && comparison.Head!.VersionId is not (null or "" or "null"):
                return await PutAsync(shipment, OnTaken.OnlyCompare, comparison.Head!.ETag, finish, park);
            default:
                return shipment.Work.Entry(FileOutcome.Failed, comparison.Bytes == ExistingBytes.Unknown ? SyncReasons.ObjectUnknown : SyncReasons.Conflict);
        }
    }

    private enum OnTaken
    {
        OnlyCompare = 0,
        Decide,
    }
}
