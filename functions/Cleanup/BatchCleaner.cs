using Amazon.Runtime;
using Longshore.Files;
using Longshore.Storage;
using Longshore.Storage.Objects;
using Longshore.Storage.Receipts;
using Microsoft.Extensions.Options;

namespace Longshore.Cleanup;

/// <summary>What became of one shipped file.</summary>
internal readonly record struct CleanedFile(ReceiptEntry Entry, DeleteVerdict Verdict, string Reason);

/// <param name="Files">One for each file that the receipt says was shipped.</param>
/// <param name="Fault">What ended the work early, if anything did: to be thrown once what was done is accounted for.</param>
internal sealed record CleanedBatch(CleanedFile[] Files, Exception? Fault);

/// <summary>Checks S3 and the volume once more and deletes what both confirm.</summary>
internal sealed class BatchCleaner(Volume volume, S3Store store, KeyRange range, IOptions<CleanupOptions> options, TimeProvider time)
{
    /// <summary>Work was stopped before this file was looked at.</summary>
    public const string NotStarted = "not-started";

    private const int AtOnce = 4;
    private static readonly string Process = Guid.NewGuid().ToString("n");

    /// <param name="park">Stop starting; the rest is kept as <see cref="NotStarted"/>.</param>
    /// <param name="abort">Ends requests to the store.</param>
    public async Task<CleanedBatch> CleanAsync(VolumeRoot root, Receipt receipt, CancellationToken park, CancellationToken abort)
    {
        ReceiptEntry[] settled = [.. receipt.Files.Where(entry => entry.IsSettled())];
        var listed = await range.ListAsync(settled.Select(entry => entry.Key!).ToHashSet(StringComparer.Ordinal), abort).ConfigureAwait(false);
        var cleaned = new CleanedFile[settled.Length];
        var fault = default(Exception);
        var faults = new ObjectFaults(store);
        await Parallel.ForAsync(0, settled.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (index, _) =>
        {
            try
            {
                cleaned[index] = park.IsCancellationRequested || fault is not null
                    ? new CleanedFile(settled[index], DeleteVerdict.Keep, NotStarted)
                    : await CleanAsync(root, receipt.Batch, settled[index], listed, abort).ConfigureAwait(false);
            }
            catch (Exception e) when (e is StoreUnavailableException or AmazonServiceException or OperationCanceledException)
            {
                // Unknown means keep. A fault of one object keeps its file; of another kind the files deleted so far are accounted for before anyone hears.
                if (await faults.ReasonAsync(e, settled[index].Path, abort).ConfigureAwait(false) is { } reason)
                {
                    cleaned[index] = new CleanedFile(settled[index], DeleteVerdict.Keep, reason);
                    return;
                }

                Interlocked.CompareExchange(ref fault, e, null);
                cleaned[index] = new CleanedFile(settled[index], DeleteVerdict.Keep, NotStarted);
            }
        }).ConfigureAwait(false);
        return new CleanedBatch(cleaned, fault);
    }

    private async Task<CleanedFile> CleanAsync(VolumeRoot root, string batch, ReceiptEntry entry, IReadOnlyDictionary<string, ListedObject> listed, CancellationToken abort)
    {
        if (!VolumePath.TryParse(entry.Path, out var path, out _))
            return new CleanedFile(entry, DeleteVerdict.Keep, DeleteDecision.NotSettled);
        if (volume.IsReserved(path.Value))
            return new CleanedFile(entry, DeleteVerdict.Keep, Reasons.Reserved);
        try
        {
            var seen = await LookAsync(entry, listed, abort).ConfigureAwait(false);
            var decision = DeleteDecision.Decide(entry, root.Stat(path), seen, Timestamp.From(time.GetUtcNow()), options.Value.KeepFor);
            if (decision.Verdict != DeleteVerdict.Delete || options.Value.DryRun)
                return new CleanedFile(entry, decision.Verdict, decision.Reason);
            var outcome = root.Delete(path, entry.Fingerprint()!.Value, batch, Process);
            return outcome.Result switch
            {
                TrashResult.Deleted => new CleanedFile(entry, DeleteVerdict.Delete, ""),
                TrashResult.Gone => new CleanedFile(entry, DeleteVerdict.Gone, ""),
                TrashResult.Changed or TrashResult.PutBack => new CleanedFile(entry, DeleteVerdict.Keep, DeleteDecision.Changed),
                _ => new CleanedFile(entry, DeleteVerdict.Keep, outcome.Reason ?? "not-deleted"),
            };
        }
        catch (VolumeFileException e)
        {
            return new CleanedFile(entry, DeleteVerdict.Keep, e.Reason);
        }
    }

    /// <summary>
    /// The object as S3 shows it now. A key that the listing's budget did not reach is asked for; a multipart ETag says nothing of
    /// the bytes, so there the checksum must agree as well.
    /// </summary>
    private async Task<ListedObject?> LookAsync(ReceiptEntry entry, IReadOnlyDictionary<string, ListedObject> listed, CancellationToken abort)
    {
        var found = listed.TryGetValue(entry.Key!, out var item) ? item : await store.FindAsync(entry.Key!, abort).ConfigureAwait(false);
        if (found is not { } seen || !seen.ETag.Contains('-', StringComparison.Ordinal))
            return found;
        var head = await store.HeadAsync(entry.Key!, abort).ConfigureAwait(false);
        if (head is null)
            return null;
        return head.Checksum is { } checksum && checksum != entry.Checksum
            ? new ListedObject(entry.Key!, "", head.Size)
            : new ListedObject(entry.Key!, head.ETag, head.Size);
    }
}
