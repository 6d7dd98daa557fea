namespace Longshore.Core.Ship;

/// <summary>Finds out what the earlier receipt says about a batch's files and what S3 lists now. Opens no file.</summary>
public sealed class BatchKeys(KeyRange range, KeyTemplate keys, ReceiptBelief belief)
{
    /// <returns>One entry per file of the batch, in the same order.</returns>
    public async Task<FileWork[]> LookUpAsync(VolumeRoot root, CheckedBatch batch, Receipt? earlier, CancellationToken abort)
    {
        var settled = earlier?.Files.Where(static entry => entry.IsSettled())
            .ToDictionary(static entry => entry.Path, StringComparer.Ordinal) ?? [];
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in batch.Files)
        {
            if (settled.GetValueOrDefault(item.Path.Value)?.Key is { } key)
                wanted.Add(key);
            if (ModifiedOf(root, item) is { } modified)
                wanted.Add(keys.KeyOf(item.Path.Value, modified));
        }

        var listed = await range.ListAsync(wanted, abort);
        return [.. batch.Files.Select(Work)];

        FileWork Work(BatchItem item)
        {
            var entry = settled.GetValueOrDefault(item.Path.Value);
            return new FileWork(item, batch.MinAge, entry, entry is not null && belief.IsUnderItsOwnKey(entry), listed);
        }
    }

    private static Timestamp? ModifiedOf(VolumeRoot root, BatchItem item)
    {
        try
        {
            return item.File.Modified
                ?? (root.Stat(item.Path) is { Kind: FileKind.Regular } stat ? stat.Fingerprint.Modified : null);
        }
        catch (VolumeFileException)
        {
            // Shipping the file gets the same error and reports it.
            return null;
        }
    }
}

/// <summary>One checked file of a batch.</summary>
public readonly record struct BatchItem(VolumePath Path, BatchFile File);
