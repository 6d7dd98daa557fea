namespace Longshore.Volumes;

/// <summary>
/// Looks at many files one after another and opens a folder once for those of it that follow each other: half the cost of
/// <see cref="VolumeRoot.Stat"/>. For passes that decide nothing that cannot be undone: a folder that is moved away meanwhile
/// still answers under its old path. Not safe for concurrent use.
/// </summary>
public sealed class FolderLook(SafeFileHandle root, Beneath beneath, bool stableInodes) : IDisposable
{
    /// <summary>A file server may replace a file between two steps and say ESTALE; a new look settles it.</summary>
    private const int Tries = 4;

    private byte[] _folder = [];
    private SafeFileHandle? _open;

    /// <summary>As <see cref="VolumeRoot.Stat"/>.</summary>
    /// <exception cref="VolumeFileException">It cannot be told: no permission, input/output error.</exception>
    public FileStat Stat(VolumePath path)
    {
        Split(path, out var folder, out var name);
        for (var i = 1; ; i++)
        {
            var found = default(StatxBuffer);
            if (Hold(folder, out var errno, out var isFresh))
                errno = Sys.Stat(_open!, name, forceSync: true, out found);
            // What an older look does not find may be in the folder that has taken its place.
            var isToRepeat = errno == Errno.ESTALE ? i < Tries : errno == Errno.ENOENT && !isFresh;
            if (!isToRepeat)
                return VolumeRoot.Told(path, errno, found, stableInodes);
            Forget();
        }
    }

    /// <summary>As <see cref="VolumeRoot.OpenRead"/>.</summary>
    /// <exception cref="VolumeFileException">It is no regular file, or it cannot be opened.</exception>
    public VolumeFile? OpenRead(VolumePath path)
    {
        Split(path, out var folder, out var name);
        for (var i = 1; ; i++)
        {
            if (Hold(folder, out var errno, out var isFresh)
                && FileOpener.TryOpen(_open!, name, path, stableInodes, out errno) is { } file)
                return file;
            if (!isFresh || (errno == Errno.ESTALE && i < Tries))
            {
                // What an older look does not find may be in the folder that has taken its place.
                Forget();
                continue;
            }

            return errno switch
            {
                Errno.ENOENT or Errno.ENOTDIR => null,
                Errno.ELOOP => throw VolumeFileException.NotRegular(path.Value, FileKind.SymbolicLink),
                _ => throw VolumeFileException.For(path.Value, "opened", errno),
            };
        }
    }

    public void Dispose() => Forget();

    /// <param name="name">The last component with a NUL behind it.</param>
    private static void Split(VolumePath path, out ReadOnlySpan<byte> folder, out ReadOnlySpan<byte> name)
    {
        var bytes = path.ToTerminatedBytes();
        var slash = bytes.AsSpan().LastIndexOf((byte)'/');
        folder = bytes.AsSpan(0, Math.Max(0, slash));
        name = bytes.AsSpan(slash + 1);
    }

    /// <returns>Whether the folder is open.</returns>
    private bool Hold(ReadOnlySpan<byte> folder, out int errno, out bool isFresh)
    {
        errno = 0;
        isFresh = _open is null || !folder.SequenceEqual(_folder);
        if (!isFresh)
            return true;
        Forget();
        _open = beneath.OpenDirectory(root, folder, readable: false, out errno);
        _folder = folder.ToArray();
        return _open is not null;
    }

    private void Forget()
    {
        _open?.Dispose();
        _open = null;
    }
}
