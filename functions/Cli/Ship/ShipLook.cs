using Longshore.Cli.Ship.Display;
using Longshore.Store.Identity;
using Longshore.Store.Probe;
using Microsoft.Extensions.Hosting;

namespace Longshore.Cli.Ship;

/// <summary>Checks directory and bucket before a run, and counts the files.</summary>
/// <param name="checks">The checks of Core that a pod makes when it starts.</param>
internal sealed class ShipLook(
    StoreAccess access, IEnumerable<IHostedService> checks, ShipSurvey survey, Volume volume, IOptions<VolumeOptions> mount,
    ShipProgress progress)
{
    /// <param name="paths">Ship these files alone, in the order of their paths; null ships the directory.</param>
    /// <exception cref="UsageException">The directory cannot be used.</exception>
    /// <exception cref="NoCredentialsException">There are no credentials.</exception>
    /// <exception cref="SettingsException">A setting does not fit the bucket.</exception>
    /// <exception cref="StoreUnavailableException">The bucket cannot be listed, or takes no files or no records.</exception>
    public async Task<Survey> RunAsync(ShipOptions options, IReadOnlyList<VolumePath>? paths, CancellationToken stop)
    {
        ShipGuard.CheckNamed(mount.Value.Root);
        await access.SignAsync(stop);
        await access.ListAsync(stop);
        foreach (var check in checks)
            await check.StartAsync(stop);
        if (!options.Keeps && !options.IsDryRun)
            ShipGuard.CheckWritable(volume, mount.Value.Root);
        progress.Begin(options.IsDryRun ? ShipPhase.Comparing : ShipPhase.Looking);
        var found = await survey.WalkAsync(paths, options.IsDryRun, stop);
        if (!options.IsDryRun && found.Scan.Files > 0)
        {
            progress.Begin(ShipPhase.Asking);
            await ProbeAsync(stop);
            await access.CheckRecordsAsync(cleans: !options.Keeps, stop);
        }

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
            // Each batch tries the store again. Only a store that can never take a file ends the run here.
        }
    }
}
