namespace Longshore.Volumes;

/// <summary>Opens folders beneath a directory and makes the ones that are missing, no symbolic link followed.</summary>
internal static class FolderMaker
{
    /// <summary>Writer and functions share a uid or a gid, and so do two cleanups.</summary>
    private const uint SharedMode = 0x1F8; // 0770

    /// <summary>A peer that has just emptied a folder may remove it between making and opening.</summary>
    private const int Tries = 16;

    /// <param name="from">The directory the path is relative to.</param>
    /// <param name="path">Validated path bytes with no NUL behind them; empty for the directory itself.</param>
    /// <param name="errno">0, or why the answer is null.</param>
    public static SafeFileHandle? OpenOrMake(SafeFileHandle from, ReadOnlySpan<byte> path, out int errno)
    {
        SafeFileHandle? folder = null;
        errno = Errno.ENOENT;
        for (var i = 0; i < Tries && folder is null && errno == Errno.ENOENT; i++)
            folder = Walk(from, path, out errno);
        return folder;
    }

    /// <summary>Goes as far down as folders are or can be made, and stops where a file or a link stands in the way.</summary>
    /// <param name="from">The directory the path is relative to.</param>
    /// <param name="path">Validated path bytes with no NUL behind them; empty for the directory itself.</param>
    /// <param name="reached">How many bytes of the path the answer stands for.</param>
    /// <param name="errno">0, or why the answer is null.</param>
    public static SafeFileHandle? OpenNearest(SafeFileHandle from, ReadOnlySpan<byte> path, out int reached, out int errno)
    {
        var folder = OpenOrMake(from, path, out errno);
        reached = path.Length;
        while (folder is null && reached > 0 && errno is Errno.ENOTDIR or Errno.ELOOP)
        {
            reached = Math.Max(0, path[..reached].LastIndexOf((byte)'/'));
            folder = OpenOrMake(from, path[..reached], out errno);
        }

        return folder;
    }

    /// <summary>Makes one folder that did not exist, for the group to write as well whatever the umask.</summary>
    /// <returns>0, EEXIST if the name is taken, or another errno.</returns>
    public static int Make(SafeFileHandle dir, ReadOnlySpan<byte> name)
    {
        var errno = Sys.MakeDirectory(dir, name, SharedMode);
        if (errno != 0)
            return errno;
        using var made = Sys.OpenAt(dir, name, Flags.ReadOnly | Flags.Directory | Flags.NoFollow, out errno);
        if (made is null)
            return errno;
        errno = Sys.Stat(made, "\0"u8, forceSync: false, out var found);
        return errno != 0 || (found.Mode & SharedMode) == SharedMode
            ? errno
            : Sys.ChangeMode(made, (found.Mode & 0xFFFu) | SharedMode);
    }

    private static SafeFileHandle? Walk(SafeFileHandle from, ReadOnlySpan<byte> path, out int errno)
    {
        var current = Sys.OpenAt(from, ".\0"u8, Flags.PathOnly | Flags.Directory, out errno);
        while (current is not null && !path.IsEmpty)
        {
            var slash = path.IndexOf((byte)'/');
            var name = Beneath.Terminated(slash < 0 ? path : path[..slash]);
            using var above = current;
            current = Beneath.Step(above, name, Flags.PathOnly | Flags.Directory, out errno);
            if (errno == Errno.ENOENT && (errno = Make(above, name)) is 0 or Errno.EEXIST)
                current = Beneath.Step(above, name, Flags.PathOnly | Flags.Directory, out errno);
            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return current;
    }
}
