namespace Longshore.App.Events;

/// <summary>The CloudEvents <c>type</c> of every event that Longshore takes or sends.</summary>
internal static class EventTypes
{
    /// <summary>Knative's PingSource; data as <see cref="ScanRequested"/>, all optional.</summary>
    public const string Ping = "dev.knative.sources.ping";

    /// <summary>Scan the volume. Data: <see cref="ScanRequested"/>.</summary>
    public const string ScanRequested = "dev.longshore.scan.requested";

    /// <summary>A scan has ended; terminal. Data: <see cref="ScanCompleted"/>.</summary>
    public const string ScanCompleted = "dev.longshore.scan.completed";

    /// <summary>Files are ready to ship. Data: <see cref="BatchReady"/>.</summary>
    public const string BatchReady = "dev.longshore.batch.ready";

    /// <summary>A batch has a receipt in S3. Data: <see cref="BatchSynced"/>; <c>dataref</c> is the receipt.</summary>
    public const string BatchSynced = "dev.longshore.batch.synced";

    /// <summary>A batch's files were deleted or kept; terminal. Data: <see cref="BatchCleaned"/>.</summary>
    public const string BatchCleaned = "dev.longshore.batch.cleaned";

    /// <summary>Trash of a process that died was seen. Data: <see cref="TrashFound"/>.</summary>
    public const string TrashFound = "dev.longshore.trash.found";

    public static IReadOnlyCollection<string> All { get; } =
        [Ping, ScanRequested, ScanCompleted, BatchReady, BatchSynced, BatchCleaned, TrashFound];
}
