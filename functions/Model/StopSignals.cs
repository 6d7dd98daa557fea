using System.Runtime.InteropServices;

namespace Longshore.Model;

/// <summary>SIGTERM and SIGINT in a process without a server. While this exists, they do not end the process.</summary>
public sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;

    /// <param name="onStop">Called at each signal, on a thread of the pool; must not throw.</param>
    public StopSignals(Action onStop) => _signals =
        [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, received =>
        {
            received.Cancel = true;
            onStop();
        }))];

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
