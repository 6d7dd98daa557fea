using System.Runtime.InteropServices;

namespace Longshore.Model;

/// <summary>SIGINT, SIGTERM and SIGHUP in a process without a server. While this exists, they do not end the process.</summary>
public sealed class StopSignals : IDisposable
{
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
            }))];

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
