namespace Longshore.Cli.Ship.Display;

internal enum ShipPhase
{
    /// <summary>The first requests: credentials, bucket and probe.</summary>
    Asking = 0,
    Looking,

    /// <summary>A dry run looks at the directory and lists the bucket.</summary>
    Comparing,
    Shipping,
    Stopping,
}

/// <summary>The progress of a run, for display only. The ledger has the exact counts.</summary>
/// <param name="Files">Files with an outcome.</param>
/// <param name="Bytes">Bytes in S3, with the parts of unfinished large files.</param>
/// <param name="BytesPerSecond">The average of the last ten seconds.</param>
internal readonly record struct ShipSnapshot(
    ShipPhase Phase, long Files, long Bytes, long TotalFiles, long TotalBytes, long Deferred, long Failed, long Deleted,
    double BytesPerSecond, TimeSpan? Left)
{
    /// <summary>0 to 1. Files count as much as bytes: a small file costs a request, a large one its bytes.</summary>
    public double Fraction => TotalFiles == 0 ? 0 : Math.Clamp(
        ((double)Files / TotalFiles + (TotalBytes == 0 ? (double)Files / TotalFiles : (double)Bytes / TotalBytes)) / 2, 0, 1);
}
