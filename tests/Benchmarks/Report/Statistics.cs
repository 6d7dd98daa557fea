namespace Longshore.Benchmarks.Report;

/// <summary>Medians: a run that something else slowed down does not move them.</summary>
internal static class Statistics
{
    /// <summary>0 of no values.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            return 0;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// The median of the ratios of two clients, round by round, so that what changes from round to round falls out.
    /// </summary>
    /// <returns>Null if either has no runs, or nothing of the kind was measured.</returns>
    public static double? Ratio(Series ours, Series theirs, Func<Sample, double> of)
    {
        var ratios = ours.Samples.Zip(theirs.Samples).Where(pair => of(pair.Second) > 0)
            .Select(pair => of(pair.First) / of(pair.Second)).ToArray();
        return ratios.Length == 0 ? null : ratios.Median();
    }
}
