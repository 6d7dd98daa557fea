namespace Longshore.Volumes;

/// <summary>What the volume logs.</summary>
public static partial class Log
{
    [LoggerMessage(52, LogLevel.Warning, "Trash cannot be settled and stays where it is: {Problem}")]
    public static partial void TrashUnreadable(this ILogger logger, string problem);
}
