namespace Longshore.Core.Ship;

/// <summary>Checks a batch, and computes its id from its files, the volume and the destination.</summary>
public sealed class BatchIdentity(
    IOptions<S3Options> store, IOptions<VolumeOptions> volume, IOptions<ReadinessOptions> readiness, WorkClock clock)
{
    /// <param name="files">The files of the event, or of the list that it names.</param>
    /// <param name="list">SHA-256 of the list; null if the event names the files.</param>
    /// <exception cref="InvalidWorkException">The request is invalid; see <see cref="CheckFiles"/>.</exception>
    public CheckedBatch Check(IReadOnlyList<BatchFile?>? files, TimeSpan? minAge, string? list = null)
    {
        var items = CheckFiles(files, minAge, volume.Value.LeastMinAge, list is null ? "The data" : "The list");
        var id = list is not null ? OfList(list) : BatchIds.Compute(
            store.Value, volume.Value.Name, items.Select(static item => (item.Path.Value, item.File.Size, item.File.Modified)));
        return new CheckedBatch(id, items, minAge ?? readiness.Value.MinAge);
    }

    /// <summary>The id of a batch whose files are a list in the bucket.</summary>
    public string OfList(string list) => BatchIds.OfList(store.Value, volume.Value.Name, list);

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

    /// <param name="leastMinAge"><see cref="VolumeOptions.LeastMinAge"/>.</param>
    /// <param name="where">What names the files, at the beginning of a sentence.</param>
    /// <returns>The files in the byte order of their paths.</returns>
    /// <exception cref="InvalidWorkException">
    /// No files or too many, a path twice or outside the volume, or too low an age.
    /// </exception>
    internal static BatchItem[] CheckFiles(
        IReadOnlyList<BatchFile?>? files, TimeSpan? minAge, TimeSpan leastMinAge, string where = "The data")
    {
        if (files is null)
            throw new InvalidWorkException("The data lacks 'files', and no dataref names a list of them.");
        if (files.Count == 0)
            throw new InvalidWorkException($"{where}'s 'files' is empty; name at least one file.");
        if (files.Count > BatchList.MostFiles)
            throw new InvalidWorkException($"{where} names {files.Count} files; a batch takes {BatchList.MostFiles} at most.");
        if (LeastMinAgeCheck.Problem(minAge, leastMinAge) is { } tooLow)
            throw new InvalidWorkException(tooLow);
        var items = new BatchItem[files.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var file = files[i] ?? throw new InvalidWorkException($"{where}'s files[{i}] is null.");
            if (!VolumePath.TryParse(file.Path, out var path, out var problem))
                throw new InvalidWorkException(
                    $"{where}'s files[{i}].path '{file.Path}' {problem}; it must lie beneath the volume's root.");
            if (file.Size < 0)
                throw new InvalidWorkException($"{where}'s files[{i}].size is negative.");
            items[i] = new BatchItem(path, file);
        }

        Array.Sort(items, (left, right) => left.Path.CompareTo(right.Path));
        for (var i = 1; i < items.Length; i++)
        {
            if (items[i].Path == items[i - 1].Path)
                throw new InvalidWorkException($"{where} names the path '{items[i].Path}' twice.");
        }

        return items;
    }
}

/// <summary>A batch that may be shipped.</summary>
/// <param name="Id">See <see cref="BatchIds"/>.</param>
/// <param name="Files">Sorted by path, each once.</param>
/// <param name="MinAge">How long each file must have been unchanged.</param>
public sealed record CheckedBatch(string Id, IReadOnlyList<BatchItem> Files, TimeSpan MinAge);
