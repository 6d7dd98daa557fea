using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Longshore.Sandbox.Demo;

/// <summary>Signals to and from this process.</summary>
internal static partial class Signals
{
    private const int Sigterm = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Sends SIGTERM. A process that has ended already is no failure.</summary>
    public static void Terminate(int process)
    {
        if (Kill(process, Sigterm) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
            throw new Win32Exception(error);
    }

    /// <summary>Cancels on Ctrl-C and SIGTERM, instead of ending the process.</summary>
    public static IDisposable CancelOnInterrupt(CancellationTokenSource cancelled)
    {
        return new Registrations(
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel));

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            cancelled.Cancel();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    private sealed class Registrations(params PosixSignalRegistration[] registrations) : IDisposable
    {
        public void Dispose()
        {
            foreach (var registration in registrations)
                registration.Dispose();
        }
    }
}
