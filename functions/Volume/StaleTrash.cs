namespace Longshore.Volumes;

/// <summary>Folders in the trash that belong to dead processes.</summary>
public static partial class StaleTrash
{
    /// <summary>Finds them. Trash that cannot be read is logged and gives none, so that it stops no other work.</summary>
    /// <param name="olderThan">A younger folder may belong to a process at work.</param>
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

    [LoggerMessage(52, LogLevel.Warning, "Trash cannot be settled and stays where it is: {Problem}")]
    public static partial void TrashUnreadable(this ILogger logger, string problem);
}
