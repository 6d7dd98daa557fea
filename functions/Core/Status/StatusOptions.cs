namespace Longshore.Core.Status;

/// <summary>How much of the bucket's records a status looks at: settings <c>Status__*</c>.</summary>
public sealed class StatusOptions
{
    public const string Section = "Status";
    public const string ShortestWindow = "PT1H";
    public const string LongestWindow = "P90D";
    public const int MostRecords = 5000;

    /// <summary>How far back it looks. Default P7D.</summary>
    [Lasting(ShortestWindow, LongestWindow)]
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Receipts, scans and cleanups that are read at most, of each the newest. Default 1000.</summary>
    [Within(1, MostRecords)]
    public int Records { get; set; } = 1000;
}
