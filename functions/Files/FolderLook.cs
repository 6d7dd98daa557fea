using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>
/// Looks at many files one after another and opens a folder once for those of it that follow each other: half the cost of
/// <see cref="VolumeRoot.Stat"/>. For a pass that decides nothing that cannot be undone: a folder that is moved away meanwhile still answers
/// under its old path. Not safe for concurrent use.
/// </summary>
internal sealed class FolderLook(SafeFileHandle root, Beneath beneath, bool stableInodes) : IDisposable
{
    private byte[] _folder = [];
    private SafeFileHandle? _open;

    /// <summary>As <see cref="VolumeRoot.Stat"/>.</summary>
    /// <exception cref="VolumeFileException">It cannot be told: no permission, input/output error.</exception>
    public FileStat Stat(VolumePath path)
    {
        var bytes = path.ToTerminatedBytes();
        var slash = bytes.AsSpan().LastIndexOf((byte)'/');
        var folder = bytes.AsSpan(0, Math.Max(0, slash));
        var errno = 0;
        if (_open is null || !folder.SequenceEqual(_folder))
        {
            _open?.Dispose();
            _open = beneath.OpenDirectory(root, folder, readable: false, out errno);
            _folder = folder.ToArray();
        }

        var found = default(StatxBuffer);
        if (_open is not null)
            errno = Sys.Stat(_open, bytes.AsSpan(slash + 1), forceSync: true, out found);
        return VolumeRoot.Told(path, errno, found, stableInodes);
    }

    public void Dispose() => _open?.Dispose();
}
