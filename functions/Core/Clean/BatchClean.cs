namespace Longshore.Core.Clean;

/// <summary>A batch that is to be cleaned up.</summary>
/// <param name="ReceiptUri">The receipt, as <c>s3://bucket/key</c>.</param>
/// <param name="Event">Id of the event that requests it.</param>
public sealed record CleanRequest(string? ReceiptUri, string Batch, string? Event)
{
    /// <summary>
    /// Called with the result of each shipped file before the outcome is written, and with whether <c>Cleanup:DryRun</c>
    /// prevented deletions. The files are gone even if the outcome is never written.
    /// </summary>
    public Action<CleanedFile[], bool>? Cleaned { get; init; }
}

/// <param name="Outcome">The outcome as written to S3.</param>
/// <param name="Number">Its number among the outcomes of the batch.</param>
/// <param name="IsCut">The time was over before every file was checked: the caller must send the same event again.</param>
public sealed record CleanResult(CleanupOutcome Outcome, int Number, bool IsCut);

/// <summary>
/// Deletes the files from the volume that S3 has proven to hold. It trusts the receipt in S3, S3's listing of today and the file
/// itself, but not the request: a forged request can only cause a look. Safe for concurrent use.
/// </summary>
public sealed class BatchClean(
    Volume volume, CleanupReceipts receipts, TrashKeeper trash, BegunClosing closing, RecordedDeletion deletion, WorkClock clock)
{
    /// <summary>Cleans up a batch. May be called again: a file is counted as deleted only once.</summary>
    /// <exception cref="InvalidWorkException">The URI names no receipt in this bucket, or another batch's. Permanent.</exception>
    /// <exception cref="Receipts.BadReceiptException">The receipt cannot be read. Permanent.</exception>
    /// <exception cref="VolumeUnavailableException">The volume is not available or not writable; try again later.</exception>
    public async Task<CleanResult> CleanAsync(CleanRequest request, WorkTokens tokens)
    {
        var started = clock.Now;
        var key = receipts.KeyOf(request.ReceiptUri, request.Batch);
        using var root = volume.Open();
        var reading = receipts.ReadAsync(key, tokens.Park);
        var died = trash.Settle(root);
        var problem = trash.Problem(root);
        var receipt = await reading;
        if (problem is not null)
            throw new VolumeUnavailableException(problem);
        if (died)
            await closing.CloseAsync(root, isDue: true, tokens.Park);
        await using var look = new Beside(stop => closing.CloseAsync(root, isDue: false, stop), tokens.Park);
        var result = await deletion.RunAsync(root, receipt, request, started, tokens);
        await look.EndAsync();
        return result;
    }

    /// <summary>Puts files back that dead processes left in the trash, and closes their begun records.</summary>
    /// <param name="hidden">Paths of files with hidden names, as a scan saw them.</param>
    /// <param name="park">Ends the search for begun records.</param>
    /// <exception cref="VolumeUnavailableException">The volume is not available; try again later.</exception>
    public async Task SettleAsync(IEnumerable<string> hidden, CancellationToken park)
    {
        using var root = volume.Open();
        trash.Settle(root);
        trash.Settle(root, hidden);
        await closing.CloseAsync(root, isDue: true, park);
    }
}
