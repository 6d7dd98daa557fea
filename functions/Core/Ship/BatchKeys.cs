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
        var own = new List<string>(batch.Files.Count);
        var bundled = new long?[batch.Files.Count];
        for (var number = 0; number < bundled.Length; number++)
        {
            var item = batch.Files[number];
            if (Expected(root, item) is not { } expected)
                continue;
            if (PlannedBundle.Takes(item.Path.Value, expected.Size, options.Value))
                bundled[number] = expected.Size;
            else
                own.Add(keys.KeyOf(item.Path.Value, expected.Modified));
        }

        var listed = await range.ListAsync(settled.Values, own, abort);
        return [.. batch.Files.Select(Work)];

        FileWork Work(BatchItem item, int number)
        {
            var entry = settled.GetValueOrDefault(item.Path.Value);
            return new FileWork(item, batch.MinAge, entry, entry is not null && belief.IsUnderItsOwnKey(entry), listed)
            {
                Bundled = bundled[number],
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
