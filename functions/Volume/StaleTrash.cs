namespace Longshore.Volumes;

/// <summary>Folders in the trash that belong to processes that died.</summary>
public static class StaleTrash
{
    /// <summary>
    /// Trash that cannot be read hinders no other work: it is empty here, its files stay in it, and the log says so each time.
    /// </summary>
    /// <param name="olderThan">What is younger may belong to a process at work.</param>
    public static IReadOnlyList<string> Find(VolumeRoot root, TimeSpan olderThan, TimeProvider time, ILogger log)
    {
        try
        {
            return root.StaleTrash(olderThan, time);
        }
        catch (VolumeFileException e)
        {
            log.TrashUnreadable(e.Message);
            return [];
        }
    }
}
