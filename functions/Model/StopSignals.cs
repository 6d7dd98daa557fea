using System.Runtime.InteropServices;

namespace Longshore.Model;

/// <summary>
/// Takes SIGINT, SIGTERM and SIGHUP in a process without a server. While this exists, they do not end the process. SIGXFSZ does
/// not end it either: the write that caused it fails with an error.
/// </summary>
public sealed class StopSignals : IDisposable
{
    /// <summary>SIGXFSZ: a write would make a file larger than <c>ulimit -f</c> allows. Source: signal(7).</summary>
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
            // Without the signal the write fails with EFBIG, which says more than a process that was killed.
            PosixSignalRegistration.Create(FileTooLarge, static received => received.Cancel = true)];

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
