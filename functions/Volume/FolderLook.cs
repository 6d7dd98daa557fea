namespace Longshore.Volumes;

/// <summary>
/// Looks at many files one after another and keeps the folder of the last one open, which halves the cost where files of one
/// folder follow each other. Only for decisions that can be undone: a folder that is moved away meanwhile still answers under its
/// old path. Not safe for concurrent use.
/// </summary>
public sealed class FolderLook : IDisposable
{
    /// <summary>A file server may replace a file between two steps and answer ESTALE; then the look is repeated.</summary>
    private const int MostLooks = 4;

    private readonly SafeFileHandle _root;
    private readonly FolderOpener _opener;
    private readonly bool _stableInodes;
    private byte[] _folder = [];
    private SafeFileHandle? _open;

    internal FolderLook(SafeFileHandle root, FolderOpener opener, bool stableInodes) =>
        (_root, _opener, _stableInodes) = (root, opener, stableInodes);

    /// <summary>As <see cref="VolumeRoot.Stat"/>.</summary>
    /// <exception cref="VolumeFileException">The state is not known: no permission, input/output error.</exception>
    public FileStat Stat(VolumePath path)
    {
        Split(path, out var folder, out var name);
        for (var looks = 1; ; looks++)
        {
            var found = default(StatxBuffer);
            if (TryHold(folder, out var errno, out var isFresh))
                errno = Sys.Stat(_open!, name, forceSync: true, out found);
            if (!IsToRepeat(errno, isFresh, looks))
                return StatOf(path, errno, found);
        }
    }

    /// <summary>As <see cref="VolumeRoot.OpenRead"/>.</summary>
    /// <exception cref="VolumeFileException">It is not a regular file, or it cannot be opened.</exception>
    public VolumeFile? OpenRead(VolumePath path)
    {
        Split(path, out var folder, out var name);
        for (var looks = 1; ; looks++)
        {
            VolumeFile? file = null;
            if (TryHold(folder, out var errno, out var isFresh))
                file = FileOpener.TryOpen(_open!, name, path, _stableInodes, out errno);
            if (IsToRepeat(errno, isFresh, looks))
                continue;
            return errno switch
            {
                0 => file,
                Errno.ENOENT or Errno.ENOTDIR => null,
                Errno.ELOOP => throw VolumeFileException.NotRegular(path.Value, FileKind.SymbolicLink),
                _ => throw VolumeFileException.For(path.Value, "opened", errno),
            };
        }
    }

    public void Dispose() => Close();

    internal FileStat StatOf(VolumePath path, int errno, in StatxBuffer found) => errno switch
    {
        0 => FileStat.From(found, _stableInodes),
        Errno.ENOENT or Errno.ENOTDIR => default,
        Errno.ELOOP => new FileStat(FileKind.SymbolicLink, default, 0, 0, 0, 0),
        _ => throw VolumeFileException.For(path.Value, "examined", errno),
    };

    /// <param name="name">The last component with a NUL at the end.</param>
    private static void Split(VolumePath path, out ReadOnlySpan<byte> folder, out ReadOnlySpan<byte> name)
    {
        var bytes = path.ToTerminatedBytes();
        var slash = bytes.AsSpan().LastIndexOf((byte)'/');
        folder = bytes.AsSpan(0, Math.Max(0, slash));
        name = bytes.AsSpan(slash + 1);
    }

    /// <param name="isFresh">Whether the folder was opened just now. Only then is it certain that it still has this path.</param>
    /// <returns>Whether the folder is open.</returns>
    private bool TryHold(ReadOnlySpan<byte> folder, out int errno, out bool isFresh)
    {
        errno = 0;
        isFresh = _open is null || !folder.SequenceEqual(_folder);
        if (!isFresh)
            return true;
        Close();
        _open = _opener.Open(_root, folder, readable: false, out errno);
        _folder = folder.ToArray();
        return _open is not null;
    }

    /// <summary>A file that is not in a folder opened earlier may be in the folder that has taken its place.</summary>
    private bool IsToRepeat(int errno, bool isFresh, int looks)
    {
        var isToRepeat = errno != 0 && (!isFresh || (errno == Errno.ESTALE && looks < MostLooks));
        if (isToRepeat)
            Close();
        return isToRepeat;
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }
}
