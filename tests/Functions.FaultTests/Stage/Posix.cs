using System.Runtime.InteropServices;
using System.Text;

namespace Longshore.FaultTests.Stage;

/// <summary>What .NET has no call for: names that are no text, FIFOs, hard links, renames over anything.</summary>
internal static unsafe partial class Posix
{
    public const int NoEntry = 2;

    private const int CreateExclusive = 0x40 | 0x80 | 1;

    /// <returns>0 or errno.</returns>
    public static int Rename(string from, string to) => Errno(Native.Rename(from, to));

    public static int Link(string from, string to) => Errno(Native.Link(from, to));

    public static int MakeFifo(string path) => Errno(Native.MakeFifo(path, 0x1B0));

    /// <summary>Makes a file under a name of raw bytes.</summary>
    public static void WriteRaw(string folder, ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] path = [.. Encoding.UTF8.GetBytes(folder), (byte)'/', .. name, 0];
        fixed (byte* text = path)
        {
            var file = Native.Open(text, CreateExclusive, 0x1B0);
            if (file < 0)
                throw new IOException($"open failed with errno {Marshal.GetLastPInvokeError()}");
            using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(file, ownsHandle: true);
            RandomAccess.Write(handle, content, 0);
        }
    }

    private static int Errno(int result) => result == 0 ? 0 : Marshal.GetLastPInvokeError();

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Rename(string from, string to);

        [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Link(string from, string to);

        [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int MakeFifo(string path, uint mode);

        [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
        public static partial int Open(byte* path, int flags, uint mode);
    }
}
