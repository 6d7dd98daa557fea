using System.Globalization;
using System.Xml;
using Longshore.Core.Capacity;
using Longshore.Core.Capacity.Prices;
using Longshore.Core.Capacity.Rates;

namespace Longshore.Cli.Capacity;

/// <summary>What <c>longshore capacity</c> was asked for.</summary>
internal sealed record CapacityOptions
{
    private static readonly string[] Flags = ["--receipts", "--json"];
    private static readonly string[] Values =
    [
        "--files", "--bytes", "--per", "--directory", "--since", "--interval", "--drain", "--outage", "--keep-for", "--retain",
        "--headroom", "--prices", "--html",
    ];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    /// <summary>The rate that was given; null if it is to be measured.</summary>
    public FileRate? Given { get; init; }

    /// <summary>The directory to measure.</summary>
    public string? Directory { get; init; }

    /// <summary>Read the rate from receipts in S3.</summary>
    public bool Receipts { get; init; }

    /// <summary>Only files and receipts from this moment on. Default seven days ago.</summary>
    public DateTimeOffset Since { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Where the page goes.</summary>
    public string? Html { get; init; }

    /// <summary>All but the rate, in which the founding case's stands.</summary>
    public required CapacityRequest Request { get; init; }

    /// <exception cref="UsageException">An argument is wrong.</exception>
    public static CapacityOptions Parse(IReadOnlyList<string> arguments, DateTimeOffset now)
    {
        var given = VerbArguments.Parse(arguments, Flags, Values);
        var measured = given["--directory"] is not null || given.Has("--receipts");
        if (given["--directory"] is not null && given.Has("--receipts"))
            throw new UsageException("--directory and --receipts cannot be given together.");
        if (!measured && given["--since"] is not null)
            throw new UsageException("--since goes with --directory or --receipts.");
        var defaults = new CapacityRequest(FoundingCase.Rate, PriceFile.Default());
        return new()
        {
            Given = Rate(given, measured),
            Directory = given["--directory"],
            Receipts = given.Has("--receipts"),
            Since = Moment(given["--since"], now),
            IsJson = given.Has("--json"),
            Html = given["--html"],
            Request = defaults with
            {
                Prices = given["--prices"] is { } path ? PriceFile.Read(path) : defaults.Prices,
                Interval = Duration(given, "--interval", defaults.Interval),
                Drain = Duration(given, "--drain", defaults.Drain),
                Outage = Duration(given, "--outage", defaults.Outage, zero: true),
                KeepFor = Duration(given, "--keep-for", defaults.KeepFor, zero: true),
                Retain = Duration(given, "--retain", defaults.Retain),
                Headroom = Percent(given["--headroom"], defaults.Headroom),
            },
        };
    }

    private static FileRate? Rate(VerbArguments given, bool measured)
    {
        string[] names = ["--files", "--bytes", "--per"];
        if (names.FirstOrDefault(name => given[name] is not null) is not { } any)
            return measured ? null : FoundingCase.Rate;
        if (measured)
            throw new UsageException($"{any} gives a rate, and --directory or --receipts measures one: give one of them.");
        if (given["--files"] is not { } files || given["--bytes"] is not { } bytes)
            throw new UsageException("A rate takes --files and --bytes together, for each --per (PT1H).");
        if (!long.TryParse(files, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1_000_000_000_000)
            throw new UsageException($"--files holds '{files}'; it takes a whole number from 1 to 1,000,000,000,000.");
        var size = Units.ParseBytes("--bytes", bytes);
        if (size > (decimal)number * (5L << 40))
            throw new UsageException($"--bytes holds '{bytes}', which is more than 5 TiB for each of {files} files; S3 takes no larger object.");
        if (size > 1_000_000_000_000_000_000)
            throw new UsageException($"--bytes holds '{bytes}'; it takes up to 1,000 PB.");
        var per = given["--per"] is { } text ? Units.ParseDuration("--per", text, Longest) : TimeSpan.FromHours(1);
        return new FileRate([new SizeGroup(number, size)], per, $"given: {Units.Count(number)} files, {Units.Bytes(size)} in {Units.Duration(per)}");
    }

    private static TimeSpan Duration(VerbArguments given, string name, TimeSpan otherwise, bool zero = false) =>
        given[name] is { } text ? Units.ParseDuration(name, text, Longest, zero) : otherwise;

    private static double Percent(string? text, double otherwise)
    {
        if (text is null)
            return otherwise;
        return int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 90
            ? percent / 100.0
            : throw new UsageException($"--headroom holds '{text}'; it takes a whole number of percent from 0 to 90.");
    }

    private static DateTimeOffset Moment(string? text, DateTimeOffset now)
    {
        if (text is null)
            return now - TimeSpan.FromDays(7);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return moment;
        try
        {
            return now - XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new UsageException($"--since holds '{text}'; it takes a moment such as 2026-11-22T10:00:00Z or how long ago it is, such as P7D.");
        }
    }
}
