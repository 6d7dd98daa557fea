using Microsoft.Extensions.Hosting;

namespace Longshore.Core.Ship;

/// <summary>
/// Prevents the start with <c>Sync:OnConflict=Overwrite</c> if the bucket does not keep every version: overwriting would lose
/// bytes. With the other policies it sends no request.
/// </summary>
public sealed class VersioningCheck(S3Store store, IOptions<SyncOptions> options) : IHostedService
{
    /// <exception cref="SettingsException">The bucket keeps no versions, or its versioning cannot be read.</exception>
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
