using System.Buffers.Text;

namespace Longshore.Volumes;

/// <summary>
/// Opens a file for reading in two steps: first a handle that only names it (O_PATH), which has no effect on FIFOs and
/// devices, then, if it names a regular file, that same inode through <c>/proc/self/fd</c>. A name swapped in between
/// changes nothing. Source: open(2), "O_PATH".
/// </summary>
internal static class FileOpener
{
    private const int MostDigits = 10;

    /// <summary>The folder of this process's descriptors, held open: the way to it costs as much as opening a file.</summary>
    private static readonly Lazy<SafeFileHandle?> Own =
        new(static () => Sys.OpenRoot("/proc/self/fd\0"u8, Flags.PathOnly | Flags.Directory, out _));

    /// <param name="folder">Holds it.</param>
    /// <param name="name">The last component with a NUL behind it.</param>
    /// <param name="path">For messages.</param>
    /// <param name="stableInodes">Whether inodes tell files apart.</param>
    /// <param name="errno">0, or why the answer is null.</param>
    /// <exception cref="VolumeFileException">It is no regular file.</exception>
    public static VolumeFile? TryOpen(
        SafeFileHandle folder, ReadOnlySpan<byte> name, VolumePath path, bool stableInodes, out int errno)
    {
        var named = Sys.OpenNamed(folder, name, out var found, out errno);
        if (named < 0)
            return null;
        SafeFileHandle? opened;
        try
        {
            if (FileStat.KindOf(found.Mode) is var kind and not FileKind.Regular)
                throw VolumeFileException.NotRegular(path.Value, kind);
            opened = Reopen(named, out errno);
        }
        finally
        {
            Sys.Close(named);
        }

        if (opened is null)
        {
            // The inode exists, so ENOENT can only mean that /proc does not: never to be taken for a missing file.
            if (errno == Errno.ENOENT)
                throw VolumeFileException.For(path.Value, "opened through /proc/self/fd", errno);
            return null;
        }

        errno = Sys.Stat(opened, "\0"u8, forceSync: true, out var after);
        if (errno == 0)
            return new VolumeFile(opened, path.Value, FileStat.From(after, stableInodes), stableInodes);
        opened.Dispose();
        return null;
    }

    /// <summary>
    /// Opens what a handle of <see cref="Sys.OpenNamed"/> names. ENOENT says that /proc is missing, never that the file is.
    /// </summary>
    public static SafeFileHandle? Reopen(int named, out int errno)
    {
        if (Own.Value is not { } own)
        {
            errno = Errno.ENOENT;
            return null;
        }

        Span<byte> number = stackalloc byte[MostDigits + 1];
        Utf8Formatter.TryFormat(named, number, out var digits);
        number[digits] = 0;
        return Sys.OpenAt(own, number, Flags.ReadOnly | Flags.NonBlocking | Flags.NoControllingTerminal, out errno);
    }
}
