using Longshore.Core.Bundles;
using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>The files of one run, put together into bundles.</summary>
/// <param name="All">Files of the run.</param>
/// <param name="Inside">Files of the run that are in bundles.</param>
/// <param name="Share">The run's part of the rate's files.</param>
/// <param name="Bundles">Each of them holds files of one batch only.</param>
/// <param name="MeanBytes">Bytes of a bundle.</param>
/// <param name="OwnSizes">The rate's files that are in no bundle.</param>
internal sealed record BundledFiles(
    double All, double Inside, double Share, long Batches, double Bundles, double MeanBytes, IReadOnlyList<SizeGroup> OwnSizes)
{
    /// <summary>Files of the run that are in no bundle.</summary>
    public double Own { get; } = OwnSizes.Sum(group => group.Files) * Share;

    /// <returns>Null if the request wants no bundles, or no file is small enough.</returns>
    public static BundledFiles? Of(CapacityRequest request)
    {
        var rate = request.Rate;
        var sizes = rate.Sizes.ToLookup(group => group.Mean <= request.BundleUpTo);
        if (request.BundleUpTo == 0 || !sizes.Contains(true))
            return null;
        var all = rate.FilesIn(request.Interval);
        var share = all / rate.Files;
        var files = sizes[true].Sum(group => group.Files) * share;
        var bytes = sizes[true].Sum(group => group.Files * share * BytesInTar(group.Mean));
        var batches = Math.Max(1, RequestCounter.Batches(rate, all, BundledBatchFiles));
        var perBundle = Math.Max(1, Math.Floor((BundleBytes - TarEnd) / (bytes / files)));
        // The last bundle of each batch is not full.
        var perBatch = Math.Max(1, Math.Ceiling(Math.Round(files / batches / perBundle, 6)));
        var bundles = Math.Min(files, batches * perBatch);
        return new BundledFiles(all, files, share, batches, bundles, (bytes / bundles) + TarEnd, [.. sizes[false]]);
    }

    private static double BytesInTar(double size) =>
        TarHeaders + (Math.Ceiling(size / TarHeader.Block) * TarHeader.Block) + ManifestLine;
}
