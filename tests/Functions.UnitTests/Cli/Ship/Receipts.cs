using Longshore.Core.Receipts;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>Receipts to tell a ledger.</summary>
internal static class Receipts
{
    public static Receipt Of(params ReceiptEntry[] files) => new()
    {
        Schema = Receipt.CurrentSchema,
        Batch = "b",
        Attempt = 1,
        VolumeName = "default/data",
        Destination = new Destination("harbour", "", "{path}"),
        StartedAt = default,
        FinishedAt = default,
        Counts = ReceiptCounts.Of(files),
        Files = files,
    };

    /// <summary>Each file has one byte.</summary>
    public static Receipt Of(params (string Path, FileOutcome Outcome, string? Reason)[] entries) => Of([.. entries.Select(
        entry => new ReceiptEntry { Path = entry.Path, Outcome = entry.Outcome, Reason = entry.Reason, Size = 1 })]);
}
