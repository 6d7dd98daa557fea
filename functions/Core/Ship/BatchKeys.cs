namespace Longshore.Core.Ship;

/// <summary>Finds out what the earlier receipt says about a batch's files and what S3 lists now. Opens no file.</summary>
public sealed class BatchKeys(KeyRange range, KeyTemplate keys, ReceiptBelief belief)
{
    /// <returns>One entry per file of the batch, in the same order.</returns>
    public async Task<FileWork[]> LookUpAsync(VolumeRoot root, CheckedBatch batch, Receipt? earlier, CancellationToken abort)
    {
        var settled = earlier?.Files.Where(entry => entry.IsSettled() && belief.IsUnderItsOwnKey(entry))
            .ToDictionary(static entry => entry.Path, StringComparer.Ordinal) ?? [];
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in batch.Files)
        {
            if (settled.GetValueOrDefault(file.Path.Value)?.Key is { } key)
                wanted.Add(key);
            if (ModifiedOf(root, file) is { } modified)
                wanted.Add(keys.KeyOf(file.Path.Value, modified));
        }

        var listed = await range.ListAsync(wanted, abort);
        return [.. batch.Files.Select(file => new FileWork(
            file.Path, file.Size, file.Modified, batch.MinAge, settled.GetValueOrDefault(file.Path.Value), listed))];
    }

    private static Timestamp? ModifiedOf(VolumeRoot root, BatchItem file)
    {
        try
        {
            return file.Modified ?? (root.Stat(file.Path) is { Kind: FileKind.Regular } stat ? stat.Fingerprint.Modified : null);
        }
        catch (VolumeFileException)
        {
            // Shipping the file gets the same error and reports it.
            return null;
        }
    }
}

/// <summary>One checked file of a batch.</summary>
public readonly record struct BatchItem(VolumePath Path, long? Size, Timestamp? Modified);
