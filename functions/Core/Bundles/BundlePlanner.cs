using Longshore.Core.Ship;

namespace Longshore.Core.Bundles;

/// <summary>Plans which files of a batch go into which bundle, and finds the bundles of earlier attempts.</summary>
public sealed class BundlePlanner(BundleKeys keys, FoundBundles found, IOptions<SyncOptions> options)
{
    /// <param name="earlier">The batch's latest receipt, if there is one.</param>
    internal async Task<(BundledBatch Batch, IReadOnlyList<PlannedBundle> Bundles)> PlanAsync(
        VolumeRoot root, CheckedBatch batch, FileWork[] files, Receipt? earlier, CancellationToken park)
    {
        using var look = root.Look();
        PlannedBundle[] plans = [.. PlannedBundle.Cut(
            files, index => files[index].BundledSize is not null && !IsSettled(look, files[index]), options.Value.BundleBytes,
            keys.IsByFolder)];
        var newest = batch.Files.Max(static item => item.File.Modified);
        var known = (earlier?.Bundles ?? []).Select(static bundle => bundle.Key).ToHashSet(StringComparer.Ordinal);
        string[] prefixes = [.. plans.Select(static plan => plan.Folder).Distinct()
            .Select(folder => keys.PrefixOf(batch.Id, newest, folder))];
        var held = await found.ReadAsync(prefixes, known, 2 * plans.Length, park);
        return (new BundledBatch(batch.Id, newest, files, new ReceiptEntry?[files.Length], held), plans);
    }

    private static bool IsSettled(FolderLook look, FileWork work)
    {
        try
        {
            return work.Earlier is not null && work.SettledNow(look.Stat(work.Path)) is not null;
        }
        catch (VolumeFileException)
        {
            // Reading the file gets the same error and reports it.
            return false;
        }
    }
}
