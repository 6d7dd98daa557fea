using Longshore.Files;
using Longshore.Hosting;
using Longshore.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.Cleanup;

/// <summary>
/// Puts back what a process that died left in the trash. Trash younger than twice the deadline belongs to a live peer and is left alone.
/// </summary>
internal sealed class TrashKeeper(IOptions<HostOptions> host, IOptions<CleanupOptions> options, TimeProvider time, ILogger<TrashKeeper> log)
{
    public void Settle(VolumeRoot root)
    {
        if (options.Value.DryRun)
            return;
        var dead = host.Value.Deadline * 2;
        foreach (var folder in root.StaleTrash(dead, time))
        {
            var settled = root.SettleTrash(folder, dead, time);
            if (!settled.Live)
                log.TrashSettled(folder, settled.Restored.Count, settled.Restored.Count(file => file.Moved), settled.Failed.Count);
        }
    }
}
