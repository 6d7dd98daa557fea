using Longshore.Core.Clean;

namespace Longshore.Cli.Ship;

/// <summary>Tells the account of each scan.</summary>
internal sealed class ShipScanWatch(ShipLedger ledger) : ScanWatch
{
    public override void Walked(string scan, ScanCompleted result, bool isCut) => ledger.Scanned(scan, result, isCut);
}

/// <summary>Tells the account what became of each shipped file.</summary>
internal sealed class ShipCleanupWatch(ShipLedger ledger) : CleanupWatch
{
    public override void Cleaned(string batch, IReadOnlyCollection<CleanedFile> files, bool dryRun) =>
        ledger.Cleaned(batch, files, dryRun);
}
