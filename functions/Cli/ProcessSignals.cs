namespace Longshore.Cli;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP of this process. The first asks the verb to stop, the second ends the process at once. This is
/// safe: a file is deleted only after the proof, and an upload that was cut off leaves no object.
/// </summary>
internal sealed class ProcessSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StopSignals _signals;
    private int _number;

    public ProcessSignals() => _signals = new(Take);

    /// <summary>Called before the second signal ends the process; must not throw.</summary>
    public Action BeforeEnd { get; set; } = static () => { };

    /// <summary>The system's number of the first signal; 0 if there was none.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>Fires at the first signal, on a thread of the pool.</summary>
    public CancellationToken Stopped => _stop.Token;

    public void Dispose()
    {
        _signals.Dispose();
        _stop.Dispose();
    }

    private void Take(int signal)
    {
        if (Interlocked.CompareExchange(ref _number, signal, 0) == 0)
        {
            _stop.Cancel();
            return;
        }

        BeforeEnd();
        LastWords.Tell("a second signal ended it at once, without a report. Run the same command again to go on.");
        Environment.Exit(ExitCodes.Stopped(signal));
    }
}
