using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Settings;
using Longshore.Store.Objects;
using Longshore.Volumes;

namespace Longshore.Core.Ship;

/// <summary>Which of a batch's keys S3 lists today.</summary>
public sealed class BatchKeys(KeyRange range, KeyTemplate keys)
{
    public Task<IReadOnlyDictionary<string, ListedObject>> ListAsync(VolumeRoot root, IReadOnlyList<BatchItem> files,
        Dictionary<string, ReceiptEntry>? settled, CancellationToken cancellation)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (settled?.GetValueOrDefault(file.Path.Value)?.Key is { } key)
                wanted.Add(key);
            if (ModifiedOf(root, file) is { } modified)
                wanted.Add(keys.KeyOf(file.Path.Value, modified));
        }

        return range.ListAsync(wanted, cancellation);
    }

    private static Timestamp? ModifiedOf(VolumeRoot root, BatchItem file)
    {
        try
        {
            return file.Modified ?? (root.Stat(file.Path) is { Kind: FileKind.Regular } stat ? stat.Fingerprint.Modified : null);
        }
        catch (VolumeFileException)
        {
            // Shipping meets the same error and makes it the file's outcome; there is no key to look for.
            return null;
        }
    }
}

/// <summary>One file of a batch, checked.</summary>
public readonly record struct BatchItem(VolumePath Path, long? Size, Timestamp? Modified);
