namespace Longshore.Volumes;

/// <summary>
/// Opens directories beneath a directory with no symbolic link followed in any component, by <c>openat2</c> or, where that
/// is missing, component by component. Both answer alike: ENOENT, ENOTDIR, ELOOP for a symbolic link, or another errno.
/// </summary>
public sealed class Beneath(bool openAt2)
{
    /// <summary>Whether the kernel resolves a path in one step.</summary>
    public bool IsOneStep => openAt2;

    /// <param name="from">The directory the path is relative to.</param>
    /// <param name="path">Validated path bytes with no NUL behind them; empty for the directory itself.</param>
    /// <param name="readable">Whether entries are to be listed; if not, search permission suffices.</param>
    /// <param name="errno">0, or why the answer is null.</param>
    public SafeFileHandle? OpenDirectory(SafeFileHandle from, ReadOnlySpan<byte> path, bool readable, out int errno)
    {
        var flags = Flags.Directory | (readable ? Flags.ReadOnly | Flags.NonBlocking : Flags.PathOnly);
        if (path.IsEmpty)
            return Sys.OpenAt(from, ".\0"u8, flags, out errno);
        if (openAt2)
            return Sys.OpenBeneath(from, Terminated(path), flags, out errno);

        var current = from;
        while (true)
        {
            var slash = path.IndexOf((byte)'/');
            var last = slash < 0;
            var name = Terminated(last ? path : path[..slash]);
            var next = Step(current, name, last ? flags : Flags.Directory | Flags.PathOnly, out errno);
            if (current != from)
                current.Dispose();
            if (next is null || last)
                return next;
            current = next;
            path = path[(slash + 1)..];
        }
    }

    /// <summary>Opens the folder that holds the last component.</summary>
    /// <param name="root">The volume's root.</param>
    /// <param name="path">A validated path.</param>
    /// <param name="name">The last component with a NUL behind it.</param>
    /// <param name="errno">0, or why the answer is null.</param>
    public SafeFileHandle? OpenParent(SafeFileHandle root, VolumePath path, out byte[] name, out int errno)
    {
        var bytes = path.ToTerminatedBytes();
        var slash = bytes.AsSpan().LastIndexOf((byte)'/');
        name = bytes[(slash + 1)..];
        return OpenDirectory(root, slash < 0 ? [] : bytes.AsSpan(0, slash), readable: false, out errno);
    }

    public static byte[] Terminated(ReadOnlySpan<byte> name)
    {
        var terminated = new byte[name.Length + 1];
        name.CopyTo(terminated);
        return terminated;
    }

    /// <summary>One component; O_DIRECTORY says ENOTDIR of a symbolic link too, so a look tells the two apart.</summary>
    public static SafeFileHandle? Step(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags, out int errno)
    {
        var opened = Sys.OpenAt(dir, name, flags | Flags.NoFollow, out errno);
        if (errno == Errno.ENOTDIR
            && Sys.Stat(dir, name, forceSync: false, out var found) == 0
            && FileStat.KindOf(found.Mode) == FileKind.SymbolicLink)
            errno = Errno.ELOOP;
        return opened;
    }
}
