namespace Longshore.Core.Clean;

/// <summary>Puts files back that a dead process left in the trash. Trash younger than twice the deadline is left alone.</summary>
public sealed class TrashKeeper(IOptions<CleanupOptions> options, WorkClock clock, ILogger<TrashKeeper> log)
{
    /// <summary>Why files cannot be moved to the trash, and what to change. Null if they can, and with dry run.</summary>
    public string? Problem(VolumeRoot root) => options.Value.DryRun || root.TryProbeWritable(out var problem) ? null : problem;

    /// <returns>Whether there was trash of a dead process.</returns>
    public bool Settle(VolumeRoot root)
    {
        if (options.Value.DryRun)
            return false;
        var found = false;
        foreach (var folder in StaleTrash.Find(root, clock.DeadAfter, clock.Time, log))
            found |= Settle(folder, () => root.SettleTrash(folder, clock.DeadAfter, clock.Time));
        return found;
    }

    /// <summary>Puts files with hidden names back, as a scan saw them. A forged event can cause nothing else.</summary>
    public void Settle(VolumeRoot root, IEnumerable<string> hidden)
    {
        if (options.Value.DryRun)
            return;
        foreach (var path in hidden.Where(HiddenName.Ends))
            Settle(path, () => root.SettleHidden(path, clock.DeadAfter, clock.Time));
    }

    /// <returns>Whether a dead process left it.</returns>
    private bool Settle(string what, Func<TrashSettlement> settle)
    {
        try
        {
            var settled = settle();
            if (!settled.Live)
                log.TrashSettled(what, settled.Restored.Count, settled.Restored.Count(file => file.Moved), settled.Failed.Count);
            return !settled.Live;
        }
        catch (Exception e) when (e is VolumeFileException or ArgumentException)
        {
            log.TrashUnreadable(e.Message);
            return false;
        }
    }
}
