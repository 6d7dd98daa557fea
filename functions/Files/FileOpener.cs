using System.Text;
using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>
/// Opens a file for reading in two steps: first a handle that only names it (O_PATH), which has no effect on FIFOs and
/// devices, then, if it names a regular file, that same inode through <c>/proc/self/fd</c>. A name swapped in between
/// changes nothing. Source: open(2), "O_PATH".
/// </summary>
internal static class FileOpener
{
    /// <summary>A file server may replace a file between the two steps and say ESTALE; a new look settles it.</summary>
    private const int Tries = 4;

    public static VolumeFile? Open(SafeFileHandle root, Beneath beneath, VolumePath path, bool stableInodes)
    {
        var errno = 0;
        for (var i = 0; i < Tries; i++)
        {
            var file = TryOpen(root, beneath, path, stableInodes, out errno);
            if (file is not null || errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG)
                return file;
            if (errno != Errno.ESTALE)
                break;
        }

        throw errno == Errno.ELOOP
            ? VolumeFileException.NotRegular(path.Value, FileKind.SymbolicLink)
            : VolumeFileException.For(path.Value, "opened", errno);
    }

    private static VolumeFile? TryOpen(
        SafeFileHandle root, Beneath beneath, VolumePath path, bool stableInodes, out int errno)
    {
        using var parent = beneath.OpenParent(root, path, out var name, out errno);
        if (parent is null)
            return null;
        using var named = Sys.OpenAt(parent, name, Flags.PathOnly | Flags.NoFollow, out errno);
        if (named is null)
            return null;
        errno = Sys.Stat(named, "\0"u8, forceSync: true, out var before);
        if (errno != 0)
            return null;
        if (FileStat.KindOf(before.Mode) is var kind and not FileKind.Regular)
            throw VolumeFileException.NotRegular(path.Value, kind);

        var opened = Sys.OpenRoot(
            Encoding.ASCII.GetBytes($"/proc/self/fd/{named.DangerousGetHandle()}\0"),
            Flags.ReadOnly | Flags.NonBlocking | Flags.NoControllingTerminal, out errno);
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
}
