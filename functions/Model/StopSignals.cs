using System.Runtime.InteropServices;

namespace Longshore.Model;

/// <summary>SIGINT, SIGTERM and SIGHUP in a process without a server. While this exists, they do not end the process.</summary>
public sealed class StopSignals : IDisposable
{
    /// <summary>SIGXFSZ: a file became larger than the process may make one. Source: signal(7).</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly PosixSignalRegistration[] _signals;

    /// <param name="onStop">
    /// Called at each signal with its number, such as 15, on a thread of the pool; must not throw.
    /// </param>
    public StopSignals(Action<int> onStop) => _signals =
        [.. new[] { (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1) }.Select(signal =>
            PosixSignalRegistration.Create(signal.Item1, received =>
            {
                received.Cancel = true;
                onStop(signal.Item2);
            })),
            // The write fails then, which says more than the end of the process.
            PosixSignalRegistration.Create(FileTooLarge, static received => received.Cancel = true)];

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
