namespace Longshore.Core.Clean;

/// <summary>A batch that is to be cleaned up.</summary>
/// <param name="ReceiptUri">Names its receipt, as <c>s3://bucket/key</c>.</param>
/// <param name="Batch">Its id.</param>
/// <param name="Event">Id of the event that asks for it.</param>
public sealed record CleanRequest(string? ReceiptUri, string Batch, string? Event)
{
    /// <summary>
    /// Is told what became of each shipped file of the receipt before the outcome is written, and whether nothing was deleted
    /// because of <c>Cleanup:DryRun</c>. Files are gone even if the outcome can never be written.
    /// </summary>
    public Action<CleanedFile[], bool>? Cleaned { get; init; }
}

/// <param name="Outcome">The account, as it is in S3.</param>
/// <param name="Number">The outcome's number among those of the batch.</param>
/// <param name="IsCut">Time ran out before every file was looked at: the same event must be sent once more.</param>
public sealed record CleanResult(CleanupOutcome Outcome, int Number, bool IsCut);

/// <summary>
/// Deletes from the volume what S3 has proven to hold. It believes the receipt in S3, S3's listing of today and the file itself,
/// and no request: a forged one can at most make it look.
/// </summary>
public sealed class BatchClean(
    Volume volume, CleanupReceipts receipts, TrashKeeper trash, BegunClosing closing, RecordedDeletion deletion, WorkClock clock)
{
    /// <summary>Cleans up a batch. May be repeated: what is gone by then is counted once.</summary>
    /// <exception cref="InvalidWorkException">The URI names no receipt of ours, or one of another batch.</exception>
    /// <exception cref="Receipts.BadReceiptException">The receipt cannot be read.</exception>
    /// <exception cref="VolumeUnavailableException">The volume is not there or cannot be written.</exception>
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

    /// <summary>Puts back what processes that died left in the trash, and closes their begun records.</summary>
    /// <param name="hidden">Paths of files under hidden names that a scan has seen.</param>
    /// <param name="park">Ends the look at the records.</param>
    /// <exception cref="VolumeUnavailableException">The volume is not there.</exception>
    public async Task SettleAsync(IEnumerable<string> hidden, CancellationToken park)
    {
        using var root = volume.Open();
        trash.Settle(root);
        trash.Settle(root, hidden);
        await closing.CloseAsync(root, isDue: true, park);
    }
}
