using System.Collections.Concurrent;

namespace Longshore.Volumes;

/// <summary>
/// <c>.longshore/trash/{batch}/{process}/{slot}/</c>: a folder that this object makes and no other uses. A file has the path here
/// that it had on the volume. A path that is taken needs another slot, so a rename into a slot replaces nothing.
/// </summary>
internal sealed class TrashFolder(SafeFileHandle own, string slot) : IDisposable
{
    public const string Trash = VolumeRoot.OwnFolder + "/trash";

    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);

    /// <summary>The folder that each thread used last: files of one folder are deleted one after another.</summary>
    private readonly ThreadLocal<(string Path, SafeFileHandle? Folder)> _last = new(trackAllValues: true);

    /// <summary>1 to 128 ASCII letters, digits and hyphens: safe as one component and as a part of an object key.</summary>
    public static bool IsWord(string? text) =>
        text is { Length: > 0 and <= 128 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static TrashFolder? Make(SafeFileHandle root, string batch, string process, out int errno)
    {
        var parent = Encoding.ASCII.GetBytes($"{Trash}/{batch}/{process}");
        errno = Errno.ENOENT;
        for (var i = 0; i < 16 && errno is Errno.ENOENT or Errno.EEXIST; i++)
        {
            using var owner = FolderMaker.OpenOrMake(root, parent, out errno);
            if (owner is null)
                continue;
            var slot = Guid.NewGuid().ToString("N");
            var name = Encoding.ASCII.GetBytes(slot + "\0");
            errno = FolderMaker.Make(owner, name);
            if (errno == 0 && FolderOpener.OpenChild(owner, name, Flags.PathOnly | Flags.Directory, out errno) is { } made)
                return new TrashFolder(made, $"{Trash}/{batch}/{process}/{slot}");
        }

        return null;
    }

    public bool TryTake(VolumePath path) => _taken.TryAdd(path.Value, true);

    public void Release(VolumePath path) => _taken.TryRemove(path.Value, out _);

    /// <summary>
    /// The folder for a file of that path; it is made if it is missing. It stays open until this thread asks for another one. If
    /// a rename into it fails, the caller closes it with <see cref="CloseFolder"/>.
    /// </summary>
    public SafeFileHandle? OpenFor(VolumePath path, FolderOpener opener, out int errno)
    {
        var last = _last.Value;
        var above = path.Parent?.Value ?? "";
        errno = 0;
        if (last.Folder is not null && last.Path == above)
            return last.Folder;
        CloseFolder();
        var bytes = Encoding.UTF8.GetBytes(above);
        var folder = opener.Open(own, bytes, readable: false, out errno);
        if (errno == Errno.ENOENT)
            folder = FolderMaker.OpenOrMake(own, bytes, out errno);
        _last.Value = (above, folder);
        return folder;
    }

    public void CloseFolder()
    {
        _last.Value.Folder?.Dispose();
        _last.Value = default;
    }

    /// <summary>Removes the slot's empty folders, the slot and the folders above it if they are empty; the trash stays.</summary>
    public void RemoveIfEmpty(SafeFileHandle root, FolderOpener opener)
    {
        EmptyFolders.RemoveBeneath(root, opener, Encoding.ASCII.GetBytes(slot));
        EmptyFolders.RemoveUpwards(root, opener, slot, Trash);
    }

    public void Dispose()
    {
        foreach (var last in _last.Values)
            last.Folder?.Dispose();
        _last.Dispose();
        own.Dispose();
    }
}
