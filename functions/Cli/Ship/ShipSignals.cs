using System.Runtime.InteropServices;

namespace Longshore.Cli.Ship;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP: the first asks the run to stop, the second ends the process at once. This is safe: a file is
/// deleted only after the proof, and an upload that was cut off leaves no object.
/// </summary>
internal sealed class ShipSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;
    private int _number;

    /// <param name="onFirst">Called once, on a thread of the pool; must not throw.</param>
    /// <param name="onSecond">Called before the process ends; must not throw.</param>
    public ShipSignals(Action onFirst, Action onSecond) => _signals =
        [.. new[] { (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1) }.Select(signal =>
            PosixSignalRegistration.Create(signal.Item1, received =>
            {
                received.Cancel = true;
                if (Interlocked.CompareExchange(ref _number, signal.Item2, 0) == 0)
                {
                    onFirst();
                    return;
                }

                onSecond();
                Environment.Exit(128 + signal.Item2);
            }))];

    /// <summary>The system's number of the first signal; 0 if there was none.</summary>
    public int Number => Volatile.Read(ref _number);

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
