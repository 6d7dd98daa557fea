namespace Longshore.Core.Scan;

/// <summary>
/// Finds the latest scan of this volume that saw all of it: what the rates of the next one are measured against.
/// </summary>
public sealed class LastScan(S3Store store, StateKeys keys, IOptions<VolumeOptions> mount)
{
    /// <summary>
    /// How far back to look, in days: a volume is mostly scanned twice a day, and an older scan than the last says little of
    /// today's rates.
    /// </summary>
    private static readonly int[] Looks = [1, 8];

    /// <summary>Scans of one prefix, and those of other volumes, are looked past, but not without end.</summary>
    private const int MostRead = 20;
    private const int Largest = 1 << 20;

    /// <summary>No volume holds so much.</summary>
    private const long Nonsense = 1L << 60;

    /// <returns>Null if there is none; a record that cannot be read is looked past.</returns>
    public async Task<ScanRecord?> FindAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var days in Looks)
        {
            var folder = $"{keys.Root}scans/";
            var found = new List<string>();
            await foreach (var item in store.ListAsync(folder,
                string.Create(CultureInfo.InvariantCulture, $"{folder}{now.AddDays(-days):yyyy'/'MM'/'dd}/"), cancellation))
                found.Add(item.Key);
            foreach (var key in Enumerable.Reverse(found).Where(key => read.Count < MostRead && read.Add(key)))
            {
                if (await ReadAsync(key, cancellation) is { Whole: { Files: >= 0, Bytes: >= 0 and < Nonsense } } record
                    && record.VolumeName == mount.Value.Name)
                    return record;
            }
        }

        return null;
    }

    private async Task<ScanRecord?> ReadAsync(string key, CancellationToken cancellation) =>
        await store.ReadAsync(key, Largest, cancellation) is { } body
            ? RecordJson.TryRead(body, ScanJson.Default.ScanRecord) : null;
}
