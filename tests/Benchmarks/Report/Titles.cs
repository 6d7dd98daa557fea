namespace Longshore.Benchmarks.Report;

/// <summary>What each workload is, in the order in which the page tells them.</summary>
internal static class Titles
{
    public static readonly (string Workload, string Title)[] All =
    [
        ("W1", "5,000 files of 13 KiB to an empty bucket"),
        ("W1-20ms", "W1 with 20 ms before every answer"),
        ("W2", "W1 again, nothing to send"),
        ("W3", "60,000 files of 13 KiB to an empty bucket"),
        ("W4", "W3 again, nothing to send"),
        ("W5", "one file of 2 GiB"),
        ("W6", "20 files of 100 MB"),
        ("W1b", "W1 with bundles"),
        ("W1b-20ms", "W1-20ms with bundles"),
        ("W3b", "W3 with bundles"),
        ("start", "start-up with all functions"),
        ("scan", "scan of 1,000,000 files"),
        ("cleanup", "cleanup of 60,000 files"),
        ("cleanup-b", "cleanup of 5,000 files in bundles"),
        ("flow", "5,000 files from ping to last deletion, all functions"),
        ("telemetry-W1", "W1 before telemetry, with it off, and pushed to a collector"),
        ("telemetry-start", "start to the first answer before telemetry, with it off, and pushed to a collector"),
        ("before-start", "start to the first answer by an earlier binary and by this one"),
        ("before-W1", "W1 by an earlier binary and by this one"),
        ("before-W2", "W2 by an earlier binary and by this one"),
        ("before-W3", "W3 by an earlier binary and by this one"),
        ("before-W4", "W4 by an earlier binary and by this one"),
        ("before-cleanup", "cleanup of 5,000 files by an earlier binary and by this one"),
    ];
}
