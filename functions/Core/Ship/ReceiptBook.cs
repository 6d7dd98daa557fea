namespace Longshore.Core.Ship;

/// <summary>Finds the latest receipt of a batch, checks whether it still holds, and writes new ones.</summary>
public sealed class ReceiptBook(
    ReceiptStore receipts, ReceiptBelief belief, KeyRange range, WorkClock clock, ILogger<ReceiptBook> log)
{
    /// <summary>The latest receipt if all of it is believed. Any other is logged and counts as none.</summary>
    public async Task<Receipt?> LatestAsync(string batch, CancellationToken park)
    {
        try
        {
            if (await receipts.LatestAsync(batch, park) is not { } latest)
                return null;
            if (belief.Refused(latest) is not { Count: > 0 } refused)
                return latest;
            log.ReceiptRefused(batch, $"Of {refused.Count} files it is not believed ({refused.Values.First()}).");
            return null;
        }
        catch (BadReceiptException e)
        {
            log.ReceiptRefused(batch, e.Message);
            return null;
        }
    }

    /// <summary>
    /// Whether a receipt is still the answer to its batch: <see cref="SettledDecision"/> says so, and S3 lists each file that is
    /// still on the volume under the file's own key. Files that are gone from the volume need no proof.
    /// </summary>
    public async Task<bool> StillHoldsAsync(VolumeRoot root, Receipt earlier, CancellationToken park)
    {
        var left = new List<ReceiptEntry>();
        using (var look = root.Look())
        {
            if (!SettledDecision.StillHolds(earlier, entry => StatOf(look, entry, left)))
                return false;
        }

        if (!left.TrueForAll(belief.IsUnderItsOwnKey))
            return false;
        var listed = await range.ListAsync(left, [], park);
        return left.TrueForAll(entry => listed.TryGetValue(entry.Key!, out var item) && entry.IsIn(item));
    }

    /// <summary>The answer from a receipt that still holds.</summary>
    public SyncedBatch Settled(Receipt earlier)
    {
        log.BatchSettled(earlier.Batch, earlier.Attempt, earlier.Counts.Planned);
        return Answer(earlier);
    }

    /// <param name="begun">From <see cref="BatchIdentity.BeginReceipt"/>.</param>
    /// <param name="earlier">The batch's latest receipt, if there is one.</param>
    /// <param name="entries">One per file of the batch, in the order of the paths.</param>
    /// <param name="abort">The hard stop.</param>
    public async Task<SyncedBatch> WriteAsync(Receipt begun, Receipt? earlier, ReceiptEntry[] entries, CancellationToken abort)
    {
        var counts = ReceiptCounts.Of(entries);
        var receipt = await receipts.WriteAsync(begun with
        {
            Attempt = (earlier?.Attempt ?? 0) + 1,
            FinishedAt = clock.Now,
            Counts = counts,
            Files = entries,
            Bundles = BundlesOf(entries),
        }, abort);
        Count(receipt, earlier);
        log.BatchSynced(receipt.Batch, receipt.Attempt, counts.Planned, counts.Uploaded, counts.Present, counts.Deferred,
            counts.Missing, counts.Failed, counts.Remaining, counts.BytesUploaded,
            (receipt.FinishedAt - receipt.StartedAt).TotalMilliseconds);
        return Answer(receipt);
    }

    private static ReceiptBundle[]? BundlesOf(ReceiptEntry[] entries)
    {
        var bundles = entries.Select(static entry => entry.Bundle).OfType<ReceiptBundle>();
        return bundles.DistinctBy(static bundle => bundle.Key).ToArray() is { Length: > 0 } some ? some : null;
    }

    private SyncedBatch Answer(Receipt receipt)
    {
        var key = receipts.KeyOf(receipt);
        return new SyncedBatch(receipt, key, receipts.UriOf(key));
    }

    /// <summary>Counts the outcomes in a receipt for the metrics, but not again what an earlier receipt settled.</summary>
    internal static void Count(Receipt receipt, Receipt? earlier)
    {
        var settled = earlier?.SettledPaths() ?? [];
        Metrics.Batch("sync", receipt.FinishedAt - receipt.StartedAt);
        if (receipt.Counts.Deferred + receipt.Counts.Failed > 0)
            Metrics.Left(receipt.VolumeName ?? "", receipt.FinishedAt);
        var counted = receipt.Files.Where(entry => entry.Outcome != FileOutcome.Present || !settled.Contains(entry.Path));
        foreach (var group in counted.GroupBy(
            entry => (entry.Outcome, Reason: entry.Outcome is FileOutcome.Deferred or FileOutcome.Failed ? entry.Reason : null)))
        {
            Metrics.Count("sync", group.Key.Outcome.ToString().ToLowerInvariant(), group.Key.Reason, group.Count(),
                group.Key.Outcome is FileOutcome.Uploaded or FileOutcome.Present ? group.Sum(entry => entry.Size ?? 0) : 0);
        }
    }

    /// <param name="left">Receives the entry unless its file is gone.</param>
    private static FileStat? StatOf(FolderLook look, ReceiptEntry entry, List<ReceiptEntry> left)
    {
        try
        {
            var stat = VolumePath.TryParse(entry.Path, out var path, out _) ? look.Stat(path) : default(FileStat?);
            if (stat is not { Kind: FileKind.Missing })
                left.Add(entry);
            return stat;
        }
        catch (VolumeFileException)
        {
            // Unknown: the batch is processed again, and the new receipt tells the reason.
            return null;
        }
    }
}
