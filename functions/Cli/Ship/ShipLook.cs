using Longshore.Store.Identity;
using Longshore.Store.Probe;
using Microsoft.Extensions.Hosting;

namespace Longshore.Cli.Ship;

/// <summary>The look before a run: whether directory and bucket are fit, and how much there is to do.</summary>
/// <param name="checks">The checks of Core that a pod makes when it starts.</param>
internal sealed class ShipLook(
    StoreAccess access, IEnumerable<IHostedService> checks, ShipSurvey survey, Volume volume, IOptions<VolumeOptions> mount)
{
    /// <exception cref="UsageException">The directory is not fit.</exception>
    /// <exception cref="NoCredentialsException">A person without a cluster lacks them first.</exception>
    /// <exception cref="SettingsException">What the bucket is for does not fit.</exception>
    /// <exception cref="StoreUnavailableException">The bucket cannot be listed, or lacks what shipping needs.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<Survey> RunAsync(ShipOptions options, CancellationToken stop)
    {
        ShipGuard.CheckNamed(mount.Value.Root);
        await access.SignAsync(stop);
        await access.ListAsync(stop);
        foreach (var check in checks)
            await check.StartAsync(stop);
        if (!options.Keeps && !options.IsDryRun)
            ShipGuard.CheckWritable(volume, mount.Value.Root);
        var found = await survey.WalkAsync(options.IsDryRun, stop);
        if (!options.IsDryRun && found.Scan.Files > 0)
            await ProbeAsync(stop);
        return found;
    }

    private async Task ProbeAsync(CancellationToken stop)
    {
        try
        {
            await access.ProbeAsync(stop);
        }
        catch (Exception error) when (error is not StoreUnfitException && !stop.IsCancellationRequested)
        {
            // A store that does not serve now is tried again by each batch. One that nothing can be shipped to is said at once.
        }
    }
}
