namespace Longshore.Volumes;

/// <summary>
/// Opens folders beneath a directory and follows no symbolic link: by <c>openat2</c>, or component by component where the kernel
/// lacks it. Both ways fail with the same errno: ENOENT, ENOTDIR, ELOOP for a symbolic link, or another.
/// </summary>
internal sealed class FolderOpener(bool openAt2)
{
    /// <summary>Whether the kernel resolves a path in one step.</summary>
    public bool IsOneStep => openAt2;

    /// <param name="from">The directory that the path starts from.</param>
    /// <param name="path">Valid path bytes with no NUL at the end; empty for the directory itself.</param>
    /// <param name="readable">Whether to list the entries; if not, search permission is enough.</param>
    /// <param name="errno">0, or why there is no handle.</param>
    public SafeFileHandle? Open(SafeFileHandle from, ReadOnlySpan<byte> path, bool readable, out int errno)
    {
        var flags = Flags.Directory | (readable ? Flags.ReadOnly | Flags.NonBlocking : Flags.PathOnly);
        if (path.IsEmpty)
            return Sys.OpenAt(from, ".\0"u8, flags, out errno);
        if (openAt2)
            return Sys.OpenBeneath(from, PathText.Terminated(path), flags, out errno);
        using var above = OpenEach(from, path[..Math.Max(0, path.LastIndexOf((byte)'/'))], null, out errno);
        return above is null
            ? null : OpenChild(above, PathText.Terminated(path[(path.LastIndexOf((byte)'/') + 1)..]), flags, out errno);
    }

    /// <summary>Opens a folder component by component.</summary>
    /// <param name="make">Makes a missing component and returns an errno; null makes none.</param>
    public static SafeFileHandle? OpenEach(
        SafeFileHandle from, ReadOnlySpan<byte> path, Func<SafeFileHandle, byte[], int>? make, out int errno)
    {
        var current = Sys.OpenAt(from, ".\0"u8, Flags.PathOnly | Flags.Directory, out errno);
        while (current is not null && !path.IsEmpty)
        {
            var slash = path.IndexOf((byte)'/');
            var name = PathText.Terminated(slash < 0 ? path : path[..slash]);
            using var above = current;
            current = OpenChild(above, name, Flags.PathOnly | Flags.Directory, out errno);
            if (errno == Errno.ENOENT && make is not null && (errno = make(above, name)) is 0 or Errno.EEXIST)
                current = OpenChild(above, name, Flags.PathOnly | Flags.Directory, out errno);
            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return current;
    }

    /// <summary>Opens the folder that holds the last component of a path.</summary>
    /// <param name="name">The last component with a NUL at the end.</param>
    public SafeFileHandle? OpenParent(SafeFileHandle root, VolumePath path, out byte[] name, out int errno)
    {
        var bytes = path.ToTerminatedBytes();
        var slash = bytes.AsSpan().LastIndexOf((byte)'/');
        name = bytes[(slash + 1)..];
        return Open(root, bytes.AsSpan(0, Math.Max(0, slash)), readable: false, out errno);
    }

    /// <summary>The names in a folder that the filter keeps.</summary>
    /// <param name="filter">Null keeps all.</param>
    /// <param name="errno">0, or why there are none or not all.</param>
    public List<byte[]> Names(SafeFileHandle from, string path, DirectoryListing.Filter? filter, out int errno)
    {
        using var folder = Open(from, Encoding.UTF8.GetBytes(path), readable: true, out errno);
        using var listing = folder is null ? null : DirectoryListing.Read(folder, filter, out errno);
        return [.. Enumerable.Range(0, listing?.Count ?? 0).Select(position => listing!.Name(position).ToArray())];
    }

    /// <summary>
    /// Opens one component. O_DIRECTORY answers ENOTDIR for a symbolic link too, so a look at the entry tells the two apart.
    /// </summary>
    public static SafeFileHandle? OpenChild(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags, out int errno)
    {
        var opened = Sys.OpenAt(dir, name, flags | Flags.NoFollow, out errno);
        if (errno == Errno.ENOTDIR
            && Sys.Stat(dir, name, forceSync: false, out var found) == 0
            && FileStat.KindOf(found.Mode) == FileKind.SymbolicLink)
            errno = Errno.ELOOP;
        return opened;
    }
}
