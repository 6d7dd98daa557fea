namespace Longshore.Core.Status.Report;

/// <summary>
/// What the records say of one volume. Records of several volumes may lie in one bucket, and none tells of another volume.
/// </summary>
/// <param name="Name"><c>Volume__Name</c>; empty for records from before volumes had names.</param>
/// <param name="Backlog">What waits on it.</param>
/// <param name="Forecast">Its space.</param>
public sealed record VolumeReport(string Name, Backlog Backlog, Forecast Forecast)
{
    /// <summary>The facts of each volume, by name.</summary>
    public static IReadOnlyList<(string Name, StatusFacts Facts)> Apart(StatusFacts facts)
    {
        // A cleanup belongs to its receipt: that of an old receipt is written under the volume's new name.
        var volumes = facts.Receipts.ToDictionary(receipt => receipt.Key, receipt => receipt.VolumeName, StringComparer.Ordinal);
        string NameOf(CleanupFact cleanup) =>
            (volumes.TryGetValue(cleanup.Receipt, out var name) ? name : cleanup.VolumeName) ?? "";
        var (scans, receipts, cleanups) = (facts.Scans.ToLookup(scan => scan.VolumeName ?? ""),
            facts.Receipts.ToLookup(receipt => receipt.VolumeName ?? ""), facts.Cleanups.ToLookup(NameOf));
        var begun = facts.Begun.ToLookup(cleanup => cleanup.Volume);
        var names = scans.Select(each => each.Key).Concat(receipts.Select(each => each.Key))
            .Concat(cleanups.Select(each => each.Key)).Concat(begun.Select(each => each.Key)).Distinct()
            .Order(StringComparer.Ordinal);
        return [.. names.Select(name => (name, facts with
        {
            Scans = [.. scans[name]],
            Receipts = [.. receipts[name]],
            Cleanups = [.. cleanups[name]],
            Begun = [.. begun[name]],
        }))];
    }

    /// <summary>The name for people.</summary>
    public string Title => Name.Length == 0 ? "records without a volume's name" : Name;
}
