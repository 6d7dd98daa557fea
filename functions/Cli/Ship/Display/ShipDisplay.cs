namespace Longshore.Cli.Ship.Display;

/// <summary>Shows a run while it goes on.</summary>
internal abstract class ShipDisplay
{
    /// <summary>Shows notes and progress until the work has ended; what it throws is thrown.</summary>
    public abstract Task ShowAsync(ShipProgress progress, Notes notes, Task work);

    /// <summary>Leaves the terminal as it was found, when the process is about to end in the middle.</summary>
    public virtual void Restore()
    {
    }

    /// <summary>
    /// Live on a terminal, else plain lines. Source: the convention <c>TERM=dumb</c>; <c>NO_COLOR</c>, no-color.org, takes the
    /// colours alone.
    /// </summary>
    public static ShipDisplay For(TextWriter writer, bool isTerminal, string? term, string? noColor, TimeProvider time) =>
        Screen.IsLive(isTerminal, term)
            ? new LiveDisplay(writer, noColor, Width, time)
            : new PlainDisplay(writer, time);

    /// <summary>Columns of the terminal; 80 where it does not say.</summary>
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
