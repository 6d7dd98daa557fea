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
    /// <returns>Whether there was trash of a process that died.</returns>
    public bool Settle(VolumeRoot root)
    {
        if (options.Value.DryRun)
            return false;
        var dead = host.Value.Deadline * 2;
        var found = false;
        foreach (var folder in Stale(root, dead))
            Settle(root, folder, dead, ref found);
        return found;
    }

    /// <summary>Trash that cannot be read hinders no other work: what is in it stays there, and the log says so each time.</summary>
    private IReadOnlyList<string> Stale(VolumeRoot root, TimeSpan dead)
    {
        try
        {
            return root.StaleTrash(dead, time);
        }
        catch (VolumeFileException e)
        {
            log.TrashUnreadable(e.Message);
            return [];
        }
    }

    private void Settle(VolumeRoot root, string folder, TimeSpan dead, ref bool found)
    {
        try
        {
            var settled = root.SettleTrash(folder, dead, time);
            found |= !settled.Live;
            if (!settled.Live)
                log.TrashSettled(folder, settled.Restored.Count, settled.Restored.Count(file => file.Moved), settled.Failed.Count);
        }
        catch (VolumeFileException e)
        {
            log.TrashUnreadable(e.Message);
        }
    }
}
