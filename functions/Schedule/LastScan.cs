using System.Globalization;
using System.Text.Json;
using Longshore.Storage.Objects;

namespace Longshore.Schedule;

/// <summary>Finds the latest scan that saw the whole volume: what the rates of the next one are measured against.</summary>
internal sealed class LastScan(S3Store store, StateKeys keys)
{
    /// <summary>An earlier one says little of today's rates.</summary>
    private const int MostDays = 8;

    /// <summary>Scans of one prefix are looked past, but not without end.</summary>
    private const int MostRead = 20;
    private const int Largest = 1 << 20;

    /// <returns>Null if there is none; a record that cannot be read is looked past.</returns>
    public async Task<ScanRecord?> FindAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var read = 0;
        for (var day = 0; day < MostDays; day++)
        {
            var found = new List<string>();
            var folder = string.Create(CultureInfo.InvariantCulture, $"{keys.Root}scans/{now.AddDays(-day):yyyy'/'MM'/'dd}/");
            await foreach (var item in store.ListAsync(folder, "", cancellation).ConfigureAwait(false))
                found.Add(item.Key);
            for (var index = found.Count - 1; index >= 0 && read < MostRead; index--, read++)
            {
                if (await ReadAsync(found[index], cancellation).ConfigureAwait(false) is { Whole: not null } record)
                    return record;
            }
        }

        return null;
    }

    private async Task<ScanRecord?> ReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadAsync(key, Largest, cancellation).ConfigureAwait(false) is { } body
                ? JsonSerializer.Deserialize(body, ScanJson.Default.ScanRecord)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
