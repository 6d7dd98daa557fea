using System.Numerics;

namespace Longshore.Core.Capacity;

/// <summary>Compares the cost of a class with the cost of STANDARD, for one object over its life.</summary>
internal static class ClassVerdict
{
    private const decimal LargestObject = 5L << 40;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(365 * 100);

    /// <summary>
    /// | class | Longshore can ship into it | cost of a life against STANDARD's | verdict |
    /// | --- | --- | --- | --- |
    /// | STANDARD | | | base |
    /// | other | no | | unusable |
    /// | other | yes | the same | equal |
    /// | other | yes | lower | saves |
    /// | other | yes | higher | loses |
    /// </summary>
    /// <param name="what">What the object is, in one word.</param>
    public static (string Verdict, string Why) Decide(
        ClassPrice price, ClassPrice standard, decimal bytes, TimeSpan retain, string what = "file")
    {
        if (price.Name == standard.Name)
            return ("base", "no minimum size or time, nothing to pay for reading back but the GET");
        if (price.Unusable is { } unusable)
            return ("unusable", unusable);
        var (cost, ofStandard) =
            (StorageCost.OfLife(price, standard, bytes, retain), StorageCost.OfLife(standard, standard, bytes, retain));
        var reasons = string.Join("; ", Reasons(price, standard, bytes, retain));
        if (cost == ofStandard)
            return ("equal", reasons);
        var share = Math.Abs(1 - (cost / ofStandard));
        var percent = (share * 100).ToString(share < 0.1m ? "0.#" : "0", CultureInfo.InvariantCulture);
        return cost < ofStandard
            ? ("saves", $"{percent} % cheaper over a {what}'s life: {reasons}")
            : ("loses", $"{percent} % dearer over a {what}'s life: {reasons}");
    }

    /// <summary>The least file size in bytes for which the class costs less at this retention.</summary>
    public static long? PaysFrom(ClassPrice price, ClassPrice standard, TimeSpan retain)
    {
        if (price.Name == standard.Name || price.Unusable is not null || !Pays(price, standard, LargestObject, retain))
            return null;
        // The cost of STANDARD grows with the size at least as fast as the cost of the class: there is one crossing.
        return Least(-1L, (long)LargestObject, 1, size => Pays(price, standard, size, retain));
    }

    /// <summary>Months after which the class costs less for a file of this size; null if it takes over a hundred years.</summary>
    public static double? PaysAfter(ClassPrice price, ClassPrice standard, decimal bytes)
    {
        if (price.Name == standard.Name || price.Unusable is not null || !Pays(price, standard, bytes, LongestLife))
            return null;
        var days = Least(0, LongestLife.TotalDays, 0.01, some => Pays(price, standard, bytes, TimeSpan.FromDays(some)));
        return days / (730.0 / 24);
    }

    /// <summary>The least number that pays, by halving the range between one that does not and one that does.</summary>
    private static T Least<T>(T no, T yes, T exactness, Func<T, bool> pays)
        where T : INumber<T>
    {
        while (yes - no > exactness)
        {
            var middle = no + ((yes - no) / (T.One + T.One));
            (no, yes) = pays(middle) ? (no, middle) : (middle, yes);
        }

        return yes;
    }

    private static bool Pays(ClassPrice price, ClassPrice standard, decimal bytes, TimeSpan retain) =>
        StorageCost.OfLife(price, standard, bytes, retain) < StorageCost.OfLife(standard, standard, bytes, retain);

    private static IEnumerable<string> Reasons(ClassPrice price, ClassPrice standard, decimal bytes, TimeSpan retain)
    {
        var size = Units.Bytes((double)bytes);
        if (price.MinimumBytes > bytes)
            yield return $"{size} is billed as {price.MinimumBytes >> 10} "
                + $"KB{(bytes > 0 ? $", {Units.Number((double)(price.MinimumBytes / bytes))} times as much" : "")}";
        if (price.OverheadBytes + price.OverheadStandardBytes > 0)
            yield return $"{(price.OverheadBytes + price.OverheadStandardBytes) >> 10} KB of index are billed beside {size}";
        if (price.Tiers is { Length: > 0 })
            yield return bytes < price.TieredFromBytes
                ? $"{size} is under {price.TieredFromBytes >> 10} KB and never changes the tier"
                : "it moves to a cheaper tier by age if nobody reads it, and is monitored";
        if (price.PutPer1000 != standard.PutPer1000)
            yield return $"a PUT costs {Units.Number((double)(price.PutPer1000 / Math.Max(standard.PutPer1000, 0.0000001m)))} "
                + "times as much";
        if (price.MinimumDays > retain.TotalDays)
            yield return $"{price.MinimumDays} days are billed for {Units.Duration(retain)}";
        if (price.RetrievalPerGiB > 0)
            yield return "reading back costs extra";
    }
}
