using Microsoft.Extensions.Hosting;

namespace Longshore.Core.Ship;

/// <summary>
/// <c>Sync:OnConflict=Overwrite</c> puts other bytes under a taken key, which loses nothing only where the bucket keeps every
/// version: anywhere else the process does not start. The other policies cost no request here.
/// </summary>
public sealed class VersioningCheck(S3Store store, IOptions<SyncOptions> options) : IHostedService
{
    /// <exception cref="SettingsException">The bucket keeps no versions, or cannot be asked.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.OnConflict != ConflictPolicy.Overwrite)
            return;
        try
        {
            if (await store.IsVersionedAsync(cancellationToken))
                return;
        }
        catch (StoreUnavailableException e)
        {
            throw new SettingsException(
                [$"Sync__OnConflict holds Overwrite, which needs a look at the bucket's versioning: {e.Message}"]);
        }

        throw new SettingsException(
            [$"Sync__OnConflict holds Overwrite, and the bucket {store.Bucket} keeps no versions; switch versioning on, or use "
                + "KeepBoth or Fail."]);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
