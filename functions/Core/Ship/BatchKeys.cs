using Longshore.Core.Bundles;

namespace Longshore.Core.Ship;

/// <summary>Finds out what the earlier receipt says about a batch's files and what S3 lists now. Opens no file.</summary>
public sealed class BatchKeys(KeyRange range, KeyTemplate keys, ReceiptBelief belief, IOptions<SyncOptions> options)
{
    /// <returns>One entry per file of the batch, in the same order.</returns>
    public async Task<FileWork[]> LookUpAsync(VolumeRoot root, CheckedBatch batch, Receipt? earlier, CancellationToken abort)
    {
        var settled = earlier?.Files.Where(static entry => entry.IsSettled())
            .ToDictionary(static entry => entry.Path, StringComparer.Ordinal) ?? [];
        var ownKeys = new List<string>(batch.Files.Count);
        var bundled = new long?[batch.Files.Count];
        for (var index = 0; index < bundled.Length; index++)
        {
            var item = batch.Files[index];
            if (Expected(root, item) is not { } expected)
                continue;
            if (PlannedBundle.Takes(item.Path.Value, expected.Size, options.Value))
                bundled[index] = expected.Size;
            else
                ownKeys.Add(keys.KeyOf(item.Path.Value, expected.Modified));
        }

        var listed = await range.ListAsync(settled.Values, ownKeys, abort);
        return [.. batch.Files.Select(Work)];

        FileWork Work(BatchItem item, int index)
        {
            var entry = settled.GetValueOrDefault(item.Path.Value);
            return new FileWork(item, batch.MinAge, entry, entry is not null && belief.IsUnderItsOwnKey(entry), listed)
            {
                BundledSize = bundled[index],
            };
        }
    }

    /// <summary>Size and time as the sender tells them, or else as they are; null if they are not known.</summary>
    private static (long Size, Timestamp Modified)? Expected(VolumeRoot root, BatchItem item)
    {
        try
        {
            if (item.File is { Size: { } size, Modified: { } modified })
                return (size, modified);
            return root.Stat(item.Path) is { Kind: FileKind.Regular } stat
                ? (item.File.Size ?? stat.Fingerprint.Size, item.File.Modified ?? stat.Fingerprint.Modified) : null;
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
