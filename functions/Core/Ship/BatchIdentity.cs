namespace Longshore.Core.Ship;

/// <summary>Checks a batch, and computes its id from its files, the volume and the destination.</summary>
public sealed class BatchIdentity(
    IOptions<S3Options> store, IOptions<VolumeOptions> volume, IOptions<ReadinessOptions> readiness, WorkClock clock)
{
    /// <exception cref="InvalidWorkException">The request is invalid; see <see cref="BatchPlan.Check"/>.</exception>
    public CheckedBatch Check(BatchRequest request)
    {
        var files = BatchPlan.Check(request.Files, request.MinAge, volume.Value.LeastMinAge);
        var id = BatchIds.Compute(
            store.Value, volume.Value.Name, files.Select(static item => (item.Path.Value, item.File.Size, item.File.Modified)));
        return new CheckedBatch(id, files, request.MinAge ?? readiness.Value.MinAge);
    }

    /// <summary>The receipt of an attempt that begins now, without files.</summary>
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
/// <param name="MinAge">How long each file must have been unchanged.</param>
public sealed record CheckedBatch(string Id, IReadOnlyList<BatchItem> Files, TimeSpan MinAge);
