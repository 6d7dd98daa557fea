using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Longshore.FaultTests.Stage;

/// <summary>
/// Takes from this process, and from the ones that it starts, root's power to ignore permissions, so that a file without them is
/// refused wherever the tests run. Source: capabilities(7), capset(2).
/// </summary>
internal static unsafe partial class Unprivileged
{
    private const int Override = 1;
    private const int ReadSearch = 2;
    private const int DropFromBoundingSet = 24;
    private const uint Version3 = 0x20080522;

    public const string WhyNot = "files that this process may not read are needed, and root could not give up that right here";

    /// <summary>Whether permissions bind this process.</summary>
    public static bool Binds { get; } = Probe();

    /// <summary>
    /// Before any other thread exists: each thread has capabilities of its own and hands them to those that it starts.
    /// </summary>
    [ModuleInitializer]
    internal static void Drop()
    {
        uint* header = stackalloc uint[] { Version3, 0 };
        uint* sets = stackalloc uint[6];
        // All of it is refused where there is nothing to take away; Probe tells how it stands.
        _ = Control(DropFromBoundingSet, Override, 0, 0, 0);
        _ = Control(DropFromBoundingSet, ReadSearch, 0, 0, 0);
        if (Get(header, sets) != 0)
            return;
        const uint Keep = ~((1u << Override) | (1u << ReadSearch));
        for (var set = 0; set < 3; set++)
            sets[set] &= Keep;
        _ = Set(header, sets);
    }

    private static bool Probe()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.SetUnixFileMode(file, UnixFileMode.None);
            File.ReadAllBytes(file);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        finally
        {
            File.Delete(file);
        }
    }

    [LibraryImport("libc", EntryPoint = "capget")]
    private static partial int Get(uint* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "capset")]
    private static partial int Set(uint* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);
}
