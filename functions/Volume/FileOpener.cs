using System.Buffers.Text;

namespace Longshore.Volumes;

/// <summary>
/// Opens a file for reading in two steps: first a handle that only names it (O_PATH), which has no effect on a FIFO or a device;
/// then, if it is a regular file, the same inode through <c>/proc/self/fd</c>. If the name gets another file in between, this
/// changes nothing. Source: open(2), "O_PATH".
/// </summary>
internal static class FileOpener
{
    private const int MostDigits = 10;

    /// <summary>
    /// The folder of this process's descriptors, held open: to resolve its path costs as much as to open a file.
    /// </summary>
    private static readonly Lazy<SafeFileHandle?> Descriptors =
        new(static () => Sys.OpenRoot("/proc/self/fd\0"u8, Flags.PathOnly | Flags.Directory, out _));

    /// <param name="name">The last component with a NUL at the end.</param>
    /// <param name="path">For messages.</param>
    /// <param name="errno">0, or why there is no file.</param>
    /// <exception cref="VolumeFileException">It is not a regular file.</exception>
    public static VolumeFile? TryOpen(
        SafeFileHandle folder, ReadOnlySpan<byte> name, VolumePath path, bool stableInodes, out int errno)
    {
        var named = Sys.OpenNamed(folder, name, out var found, out errno);
        if (named < 0)
            return null;
        var kind = FileStat.KindOf(found.Mode);
        var opened = kind == FileKind.Regular ? Reopen(named, out errno) : null;
        Sys.Close(named);
        if (kind != FileKind.Regular)
            throw VolumeFileException.NotRegular(path.Value, kind);
        if (opened is null)
        {
            // The inode exists, so ENOENT means that /proc is missing. It must not be read as a missing file.
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
    /// Opens the file that <see cref="Sys.OpenNamed"/> has named. ENOENT means that /proc is missing, not the file.
    /// </summary>
    public static SafeFileHandle? Reopen(int named, out int errno)
    {
        if (Descriptors.Value is not { } descriptors)
        {
            errno = Errno.ENOENT;
            return null;
        }

        Span<byte> number = stackalloc byte[MostDigits + 1];
        Utf8Formatter.TryFormat(named, number, out var digits);
        number[digits] = 0;
        return Sys.OpenAt(descriptors, number, Flags.ReadOnly | Flags.NonBlocking | Flags.NoControllingTerminal, out errno);
    }
}
