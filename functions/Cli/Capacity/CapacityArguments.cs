using Longshore.Core;
using Longshore.Core.Capacity.Prices;
using Longshore.Core.Capacity.Rates;

namespace Longshore.Cli.Capacity;

internal sealed class CapacityArguments(Verb verb)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    private readonly Option<string?> _files = verb.Value(
        "--files", "N", "A given rate: so many files, with --bytes, in each --per");
    private readonly Option<string?> _bytes = verb.Value("--bytes", "SIZE", "Their size in all, such as 65MB");
    private readonly Option<string?> _per = verb.Value("--per", "1h", "The time in which they are written");
    private readonly Option<string?> _directory = verb.Value(
        "--directory", "DIR", "A rate measured by the modification times of the files in a directory");
    private readonly Option<bool> _receipts = verb.Flag(
        "--receipts", "A rate read from the receipts in S3__Bucket, with cleanup's role");
    private readonly Option<string?> _since = verb.Value(
        "--since", "MOMENT", "For the last two: only from then on: 2026-11-22T10:00:00Z, or 7d (the default)");
    private readonly Option<string?> _interval = verb.Value("--interval", "12h", "From run to run");
    private readonly Option<string?> _drain = verb.Value("--drain", "5m", "The time in which a run shall upload");
    private readonly Option<string?> _outage = verb.Value(
        "--outage", "7d", "The time in which nothing is shipped and the volume must not fill");
    private readonly Option<string?> _keepFor = verb.Value(
        "--keep-for", "0s", "As Cleanup__KeepFor: shipped files stay so long");
    private readonly Option<string?> _headroom = verb.Value("--headroom", "25", "Percent of the volume that stays free");
    private readonly Option<string?> _retain = verb.Value("--retain", "365d", "How long an object stays in S3");
    private readonly Option<string?> _bundleUpTo = verb.Value(
        "--bundle-up-to", "1MiB", "As Sync__BundleUpTo: files of up to this size share bundles; 0 leaves the comparison out");
    private readonly Option<string?> _prices = verb.Value(
        "--prices", "FILE", "Another price list than the built-in one, in its format");
    private readonly Option<bool> _json = verb.Flag("--json", "The plan as JSON, in bytes, seconds and the list's currency");
    private readonly Option<string?> _html = verb.Value("--html", "FILE", "A page with plots as well");

    /// <exception cref="UsageException">An argument is wrong.</exception>
    public CapacityOptions Read(ParseResult parsed, DateTimeOffset now)
    {
        var (directory, receipts) = (parsed.GetValue(_directory), parsed.Has(_receipts));
        if (directory is not null && receipts)
            throw new UsageException("--directory and --receipts cannot be given together.");
        var isMeasured = directory is not null || receipts;
        if (!isMeasured && parsed.GetValue(_since) is not null)
            throw new UsageException("--since goes with --directory or --receipts.");
        var prices = parsed.GetValue(_prices) is { } path ? PriceFile.Read(path) : PriceFile.Default();
        var defaults = new CapacityRequest(Rate(parsed, isMeasured) ?? CapacityRequest.ExampleRate, prices);
        var request = defaults with
        {
            Interval = Duration(parsed, _interval, defaults.Interval),
            Drain = Duration(parsed, _drain, defaults.Drain),
            Outage = Duration(parsed, _outage, defaults.Outage, zero: true),
            KeepFor = Duration(parsed, _keepFor, defaults.KeepFor, zero: true),
            Retain = Duration(parsed, _retain, defaults.Retain),
            Headroom = Percent(parsed.GetValue(_headroom), defaults.Headroom),
            BundleUpTo = BundleUpTo(parsed.GetValue(_bundleUpTo), defaults.BundleUpTo),
        };
        return new CapacityOptions(
            request, directory, receipts, parsed.Moment(_since, now) ?? now - TimeSpan.FromDays(7), parsed.Has(_json),
            parsed.GetValue(_html));
    }

    /// <summary>The given rate; null if there is none.</summary>
    private FileRate? Rate(ParseResult parsed, bool isMeasured)
    {
        Option<string?>[] ofRate = [_files, _bytes, _per];
        if (ofRate.FirstOrDefault(option => parsed.GetValue(option) is not null) is not { } any)
            return null;
        if (isMeasured)
            throw new UsageException($"{any.Name} gives a rate, and --directory or --receipts measures one: give one of them.");
        if (parsed.GetValue(_files) is not { } files || parsed.GetValue(_bytes) is not { } bytes)
            throw new UsageException("A rate takes --files and --bytes together, for each --per (1h).");
        if (!long.TryParse(files, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > 1_000_000_000_000)
            throw new UsageException($"--files holds '{files}'; it takes a whole number from 1 to 1,000,000,000,000.");
        var size = Units.ParseBytes("--bytes", bytes);
        if (size > (decimal)number * (5L << 40))
            throw new UsageException(
                $"--bytes holds '{bytes}', which is more than 5 TiB for each of {Units.Files(number)}; S3 takes no "
                + "larger object.");
        if (size > 1_000_000_000_000_000_000)
            throw new UsageException($"--bytes holds '{bytes}'; it takes up to 1,000 PB.");
        var per = Duration(parsed, _per, TimeSpan.FromHours(1));
        return new FileRate([new SizeGroup(number, size)], per,
            $"given: {Units.Files(number)}, {Units.Bytes(size)} in {Units.Duration(per)}");
    }

    private static TimeSpan Duration(ParseResult parsed, Option<string?> option, TimeSpan otherwise, bool zero = false) =>
        parsed.GetValue(option) is { } text ? Units.ParseDuration(option.Name, text, Longest, zero) : otherwise;

    private static long BundleUpTo(string? text, long otherwise)
    {
        if (text is null)
            return otherwise;
        var size = Units.ParseBytes("--bundle-up-to", text);
        return size <= CapacityRequest.MostBundleUpTo
            ? size
            : throw new UsageException($"--bundle-up-to holds '{text}'; it takes a size of up to "
                + $"{Units.BinaryBytes(CapacityRequest.MostBundleUpTo)}, the size of a bundle.");
    }

    private static double Percent(string? text, double otherwise)
    {
        if (text is null)
            return otherwise;
        return int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 90
            ? percent / 100.0
            : throw new UsageException($"--headroom holds '{text}'; it takes a whole number of percent from 0 to 90.");
    }
}

/// <param name="Request">With the given rate, or with the example's if a rate is measured or none is given.</param>
/// <param name="Directory">The directory to measure; null for none.</param>
/// <param name="Receipts">Read the rate from receipts in S3.</param>
/// <param name="Since">Older files and receipts do not count. Default seven days ago.</param>
/// <param name="Html">The file for the page; null for none.</param>
internal sealed record CapacityOptions(
    CapacityRequest Request, string? Directory, bool Receipts, DateTimeOffset Since, bool IsJson, string? Html);
