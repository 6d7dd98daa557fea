namespace Longshore.Core.Capacity;

/// <summary>The case that Longshore was built for: cameras that write 5,000 files, 65 MB, an hour, shipped twice a day.</summary>
public static class FoundingCase
{
    private const long Files = 5000;
    private const long Bytes = 65_000_000;

    public static FileRate Rate { get; } =
        new([new SizeGroup(Files, Bytes)], TimeSpan.FromHours(1), "the founding case, as no rate was given");

    /// <summary>Figures of this case that are often worked out wrongly, each with the right one and the reason.</summary>
    public static Correction[] Corrections { get; } =
    [
        new("3.8 GB", "780 MB in 12 h, 1.56 GB a day",
            "65 MB an hour for 12 h; 3.8 GB is what 65 MiB a minute come to in an hour (65 x 60 / 1,024 GiB)"),
        new("1 GB/s", "18.1 KB/s on average, 2.6 MB/s to drain 12 h in 5 min",
            "780 MB in 300 s; at 1 GB/s they would be gone in 0.8 s"),
    ];

    public static bool Is(CapacityRequest request) => request.Interval == TimeSpan.FromHours(12)
        && request.Drain == TimeSpan.FromMinutes(5)
        && request.Rate.FilesIn(TimeSpan.FromHours(1)) == Files && request.Rate.BytesIn(TimeSpan.FromHours(1)) == Bytes;
}
