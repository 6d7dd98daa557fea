namespace Longshore.Cli.Ship.Display;

internal abstract class ShipDisplay
{
    /// <summary>
    /// Shows notes and progress until the work ends, and throws its exception. Called once for each phase, never in parallel.
    /// </summary>
    /// <param name="progress">Takes a sample of the progress.</param>
    public abstract Task ShowAsync(Func<ShipSnapshot> progress, Notes notes, Task work);

    /// <summary>
    /// Restores the terminal before the process ends in the middle of a run. May be called while <see cref="ShowAsync"/> runs;
    /// must not throw.
    /// </summary>
    public virtual void Restore()
    {
    }

    /// <summary>Live on a terminal, else plain lines.</summary>
    public static ShipDisplay For(TextWriter writer, bool isLive, string? noColor, TimeProvider time) =>
        isLive ? new LiveDisplay(writer, noColor, Width, time) : new PlainDisplay(writer, time);

    /// <summary>Columns of the terminal; 80 if they are not known.</summary>
    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            return 80;
        }
    }
}
