using Longshore.Cli.Ship;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>Reports to start from.</summary>
internal static class Reports
{
    /// <summary>Ten files found, shipped and deleted.</summary>
    public static ShipReport Good { get; } = new()
    {
        Directory = "/data/in",
        Bucket = "harbour",
        Prefix = "p/",
        FinishedAt = default(DateTimeOffset).AddSeconds(4),
        Found = new() { Files = 10, Bytes = 1000 },
        Shipped = new() { Uploaded = 7, Present = 3, BytesUploaded = 700, BytesPresent = 300 },
        Deleted = 10,
        BytesFreed = 1000,
    };

    public static Dictionary<string, long> Of(string reason, long count = 1) => new() { [reason] = count };
}
