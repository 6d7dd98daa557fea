namespace Longshore.Core.Status.Report;

/// <summary>The status of one volume. A bucket may hold records of several volumes.</summary>
/// <param name="Name"><c>Volume__Name</c>; empty for records of the first versions, which have no name.</param>
public sealed record VolumeReport(string Name, Backlog Backlog, Forecast Forecast)
{
    /// <summary>The facts of each volume, by name.</summary>
    internal static IReadOnlyList<(string Name, StatusFacts Facts)> Split(StatusFacts facts)
    {
        // A cleanup belongs to the volume of its receipt, even if only one of the two has a name.
        var volumes = facts.Receipts.ToDictionary(receipt => receipt.Key, receipt => receipt.VolumeName, StringComparer.Ordinal);
        string NameOf(CleanupFact cleanup) =>
            (volumes.TryGetValue(cleanup.Receipt, out var name) ? name : cleanup.VolumeName) ?? "";
        var scans = facts.Scans.ToLookup(scan => scan.VolumeName ?? "");
        var receipts = facts.Receipts.ToLookup(receipt => receipt.VolumeName ?? "");
        var cleanups = facts.Cleanups.ToLookup(NameOf);
        var begun = facts.Begun.ToLookup(cleanup => cleanup.Volume);
        var names = scans.Select(each => each.Key).Concat(receipts.Select(each => each.Key))
            .Concat(cleanups.Select(each => each.Key)).Concat(begun.Select(each => each.Key));
        return [.. names.Distinct().Order(StringComparer.Ordinal).Select(name => (name, facts with
        {
            Scans = [.. scans[name]],
            Receipts = [.. receipts[name]],
            Cleanups = [.. cleanups[name]],
            Begun = [.. begun[name]],
        }))];
    }

    /// <summary>
    /// Whether the name begins with <c>ship-</c>, as <c>longshore ship</c> names a volume without <c>Volume__Name</c>. No further
    /// run is expected of it.
    /// </summary>
    public bool IsTrial => IsOfTrial(Name);

    /// <summary>The name for people.</summary>
    public string Title => Name.Length == 0 ? "records without a volume's name" : NameForPeople(Name);

    /// <param name="name"><c>Volume__Name</c>, or the name that ship makes.</param>
    public static string NameForPeople(string name) => IsOfTrial(name) ? $"{name} (a trial run of ship)" : name;

    private static bool IsOfTrial(string name) => name.StartsWith("ship-", StringComparison.Ordinal);
}
