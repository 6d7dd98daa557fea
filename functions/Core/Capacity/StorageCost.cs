namespace Longshore.Core.Capacity;

/// <summary>The prices of storage in S3. Pure.</summary>
internal static class StorageCost
{
    private const decimal GiB = 1L << 30;
    private const decimal DaysPerMonth = 730m / 24m;

    /// <summary>The price of a month of this many GiB, by the class's steps.</summary>
    public static decimal OfMonth(ClassPrice price, decimal gib)
    {
        var (cost, from) = (0m, 0m);
        foreach (var step in price.StoragePerGiBMonth)
        {
            var upTo = Math.Min(gib, step.UpToGiB ?? gib);
            if (upTo <= from)
                break;
            cost += (upTo - from) * step.Price;
            from = upTo;
        }

        return cost;
    }

    /// <summary>GiB billed for an object of this size: in its class, and in STANDARD.</summary>
    public static (decimal Own, decimal Standard) Billed(ClassPrice price, decimal bytes) =>
        ((Math.Max(bytes, price.MinimumBytes) + price.OverheadBytes) / GiB, price.OverheadStandardBytes / GiB);

    /// <summary>Months billed for an object that is kept for this time.</summary>
    public static decimal BilledMonths(ClassPrice price, TimeSpan retain) =>
        Math.Max((decimal)retain.TotalDays, price.MinimumDays) / DaysPerMonth;

    /// <summary>
    /// The storage held if objects of this size are put at this rate and each is billed for these months. Unread objects move to
    /// cheaper tiers by age.
    /// </summary>
    public static HeldStorage Hold(ClassPrice price, decimal bytes, decimal objectsPerMonth, decimal months)
    {
        var (own, beside) = Billed(price, bytes);
        var held = objectsPerMonth * months;
        if (price.Tiers is not { Length: > 0 } tiers || bytes < price.TieredFromBytes)
            return new HeldStorage(own * held, beside * held, 0);
        var first = Math.Min(months, tiers[0].AfterDays / DaysPerMonth);
        var lower = price.MonitoringPer1000 / 1000 * held;
        for (var tier = 0; tier < tiers.Length; tier++)
        {
            var from = tiers[tier].AfterDays / DaysPerMonth;
            var to = tier + 1 < tiers.Length ? Math.Min(months, tiers[tier + 1].AfterDays / DaysPerMonth) : months;
            lower += own * objectsPerMonth * Math.Max(0, to - from) * tiers[tier].Price;
        }

        return new HeldStorage(own * objectsPerMonth * first, beside * held, lower);
    }

    /// <summary>The price of a month of held storage. The price steps count all storage together.</summary>
    public static decimal OfMonth(ClassPrice price, ClassPrice standard, HeldStorage held) => price.Name == standard.Name
        ? OfMonth(standard, held.Own + held.Standard) + held.Lower
        : OfMonth(price, held.Own) + OfMonth(standard, held.Standard) + held.Lower;

    /// <summary>The price of one object from its PUT to its deletion, at the first step of each price.</summary>
    public static decimal OfLife(ClassPrice price, ClassPrice standard, decimal bytes, TimeSpan retain) =>
        (price.PutPer1000 / 1000) + (bytes / GiB * price.UploadPerGiB)
            + OfMonth(price, standard, Hold(price, bytes, 1, BilledMonths(price, retain)));
}

/// <param name="Own">GiB at the class's price.</param>
/// <param name="Standard">Further GiB at the price of STANDARD.</param>
/// <param name="Lower">The monthly price of the cheaper tiers and their monitoring.</param>
internal readonly record struct HeldStorage(decimal Own, decimal Standard, decimal Lower)
{
    public static HeldStorage operator +(HeldStorage left, HeldStorage right) =>
        new(left.Own + right.Own, left.Standard + right.Standard, left.Lower + right.Lower);
}
