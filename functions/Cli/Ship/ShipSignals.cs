namespace Longshore.Cli.Ship;

/// <summary>
/// The first signal asks the run to stop, the second ends the process at once. This is safe: a file is deleted only after the
/// proof, and an upload that was cut off leaves no object.
/// </summary>
internal sealed class ShipSignals : IDisposable
{
    private readonly StopSignals _signals;
    private int _number;

    /// <param name="onFirst">Called once, on a thread of the pool; must not throw.</param>
    /// <param name="onSecond">Called before the process ends; must not throw.</param>
    public ShipSignals(Action onFirst, Action onSecond) => _signals = new(signal =>
    {
        if (Interlocked.CompareExchange(ref _number, signal, 0) == 0)
        {
            onFirst();
            return;
        }

        onSecond();
        Environment.Exit(ExitCodes.Stopped(signal));
    });

    /// <summary>The system's number of the first signal; 0 if there was none.</summary>
    public int Number => Volatile.Read(ref _number);

    public void Dispose() => _signals.Dispose();
}
