using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Longshore.Benchmarks.Sink;

/// <summary>Receives without a copy. Source: tcp(7), MSG_TRUNC on a stream socket discards the bytes.</summary>
internal static partial class SocketTrash
{
    private const int MsgTrunc = 0x20;
    private const int Interrupted = 4;
    private const long Most = 1 << 20;

    /// <returns>Bytes dropped; 0 if the peer has closed the connection.</returns>
    public static unsafe long Discard(Socket socket, long most)
    {
        while (true)
        {
            var dropped = Receive((int)socket.Handle, null, (nuint)Math.Min(most, Most), MsgTrunc);
            if (dropped >= 0)
                return dropped;
            if (Marshal.GetLastPInvokeError() is var error and not Interrupted)
                throw new SocketException(error, new Win32Exception(error).Message);
        }
    }

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static unsafe partial nint Receive(int socket, void* buffer, nuint length, int flags);
}
