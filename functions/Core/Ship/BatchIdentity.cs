namespace Longshore.Core.Ship;

/// <summary>
/// What the settings say of every batch: from which volume and to where it goes, and how old its files must be. It gives the id.
/// </summary>
public sealed class BatchIdentity(
    IOptions<S3Options> store, IOptions<VolumeOptions> volume, IOptions<ReadinessOptions> readiness, WorkClock clock)
{
    /// <exception cref="InvalidWorkException">The request is malformed; see <see cref="BatchPlan.Check"/>.</exception>
    public CheckedBatch Check(BatchRequest request)
    {
        var files = BatchPlan.Check(request.Files, request.MinAge, volume.Value.LeastMinAge);
        var id = BatchIds.Compute(
            store.Value, volume.Value.Name, files.Select(static file => (file.Path.Value, file.Size, file.Modified)));
        return new CheckedBatch(id, files, request.MinAge ?? readiness.Value.MinAge);
    }

    /// <summary>The receipt of an attempt that begins now; it has no files yet.</summary>
    public Receipt BeginReceipt(string batch)
    {
        var now = clock.Now;
        return new Receipt
        {
            Schema = Receipt.CurrentSchema,
            Batch = batch,
            Attempt = 1,
            VolumeName = volume.Value.Name,
            Destination = Destination.Of(store.Value),
            StartedAt = now,
            FinishedAt = now,
            Counts = ReceiptCounts.Of([]),
            Files = [],
        };
    }
}

/// <summary>A batch that may be shipped.</summary>
/// <param name="Id">See <see cref="BatchIds"/>.</param>
/// <param name="Files">Sorted by path, each once.</param>
/// <param name="MinAge">How long each must have been left alone.</param>
public sealed record CheckedBatch(string Id, IReadOnlyList<BatchItem> Files, TimeSpan MinAge);
