using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Longshore.Benchmarks.Processes;

/// <summary>A process that is measured as a whole. Its output goes to a file.</summary>
internal sealed class Child
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private readonly TaskCompletionSource<Usage> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _peak;

    private Child(string program, int process)
    {
        (Program, Id) = (program, process);
        new Thread(Reap) { IsBackground = true }.Start();
        _ = LookAsync();
    }

    public string Program { get; }

    public int Id { get; }

    public Task<Usage> Ended => _ended.Task;

    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static Child Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string outputFile)
    {
        var actions = Marshal.AllocHGlobal(Posix.FileActionsBytes);
        try
        {
            _ = Posix.InitFileActions(actions);
            _ = Posix.AddOpen(actions, 1, outputFile, Posix.CreateTruncated, 0b110_100_100);
            _ = Posix.AddDuplicate(actions, 1, 2);
            var error = Posix.Spawn(out var process, program, actions, 0, [program, .. arguments, null],
                [.. environment.Select(static pair => $"{pair.Key}={pair.Value}"), null]);
            _ = Posix.DestroyFileActions(actions);
            return error == 0 ? new Child(program, process)
                : throw new Win32Exception(error, $"{program} cannot be started: {new Win32Exception(error).Message}.");
        }
        finally
        {
            Marshal.FreeHGlobal(actions);
        }
    }

    /// <summary>Sends SIGTERM, or another signal; one that has ended already is no failure.</summary>
    public void Signal(int signal = Posix.Sigterm)
    {
        if (!_ended.Task.IsCompleted)
            _ = Posix.Kill(Id, signal);
    }

    /// <summary>Ends it by SIGTERM.</summary>
    public Task<Usage> StopAsync()
    {
        Signal();
        return Ended;
    }

    private void Reap()
    {
        int status;
        Posix.ResourceUsage used;
        while (Posix.Wait(Id, out status, 0, out used) < 0)
        {
            if (Marshal.GetLastPInvokeError() is var error and not 4)
            {
                _ended.SetException(new Win32Exception(error));
                return;
            }
        }

        var wall = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        // A child's maximum begins with what its parent held when it called exec, so that only what lies above this process's own
        // counts.
        var maximum = used.MaximumKilobytes << 10;
        var peak = maximum > Memory.Peak(Environment.ProcessId) ? maximum : Volatile.Read(ref _peak);
        _ended.SetResult(new Usage((status & 0x7F) is var signal and not 0 ? 128 + signal : (status >> 8) & 0xFF, wall,
            used.CpuSeconds, peak));
    }

    /// <summary>
    /// The kernel forgets a process's memory before it can be waited for: its high-water mark is read while it runs.
    /// </summary>
    private async Task LookAsync()
    {
        while (!_ended.Task.IsCompleted)
        {
            if (Memory.Peak(Id) is var peak and > 0)
                Volatile.Write(ref _peak, peak);
            await Task.Delay(BetweenLooks);
        }
    }
}
