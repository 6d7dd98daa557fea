namespace Longshore.Volumes;

/// <summary>Opens folders beneath a directory, makes the missing ones, and follows no symbolic link.</summary>
internal static class FolderMaker
{
    /// <summary>0770: the writer and the functions, and two cleanups, share a uid or a gid.</summary>
    private const uint SharedMode = 0x1F8;

    /// <summary>Another cleanup that has just emptied a folder may remove it before it is opened here.</summary>
    private const int Tries = 16;

    /// <param name="from">The directory that the path starts from.</param>
    /// <param name="path">Valid path bytes with no NUL at the end; empty for the directory itself.</param>
    /// <param name="errno">0, or why there is no handle.</param>
    public static SafeFileHandle? OpenOrMake(SafeFileHandle from, ReadOnlySpan<byte> path, out int errno)
    {
        SafeFileHandle? folder = null;
        errno = Errno.ENOENT;
        for (var i = 0; i < Tries && folder is null && errno == Errno.ENOENT; i++)
            folder = FolderOpener.OpenEach(from, path, static (above, name) => Make(above, name), out errno);
        return folder;
    }

    /// <summary>As <see cref="OpenOrMake"/>, but stops above the place where a file or a link stands in the way.</summary>
    /// <param name="reached">How many bytes of the path lead to the folder that was opened.</param>
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

    /// <summary>Makes a new folder that the group may write to, whatever the umask is.</summary>
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
}
