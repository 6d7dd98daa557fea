using System.Collections.Concurrent;

namespace Longshore.Volumes;

/// <summary>
/// <c>.longshore/trash/{batch}/{process}/{slot}/</c>: a folder that this object has made and nobody else uses, in which a file
/// has the path that it had on the volume. A path taken twice needs another slot, so a rename into it replaces nothing.
/// </summary>
internal sealed class TrashFolder : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);

    /// <summary>The folder that each thread used last: neighbours are deleted one after another.</summary>
    private readonly ThreadLocal<Held> _held = new(static () => new Held(), trackAllValues: true);
    private readonly SafeFileHandle _folder;
    private readonly string _slot;

    private TrashFolder(SafeFileHandle folder, string slot)
    {
        _folder = folder;
        _slot = slot;
    }

    public const string Trash = VolumeRoot.OwnFolder + "/trash";

    /// <summary>ASCII letters, digits and hyphens, 1 to 128: safe as one component and as a part of an object key.</summary>
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
            if (errno == 0 && Beneath.Step(owner, name, Flags.PathOnly | Flags.Directory, out errno) is { } made)
                return new TrashFolder(made, $"{Trash}/{batch}/{process}/{slot}");
        }

        return null;
    }

    public bool TryTake(VolumePath path) => _taken.TryAdd(path.Value, true);

    public void Release(VolumePath path) => _taken.TryRemove(path.Value, out _);

    /// <summary>
    /// The folder for a file of that path, made if missing. It is kept open until this thread asks for another one. If a rename
    /// into it fails, the caller closes it with <see cref="Forget"/>.
    /// </summary>
    public SafeFileHandle? OpenFor(VolumePath path, Beneath beneath, out int errno)
    {
        var held = _held.Value!;
        var above = path.Parent?.Value ?? "";
        errno = 0;
        if (held.Folder is not null && held.Path == above)
            return held.Folder;
        Forget();
        var folder = Encoding.UTF8.GetBytes(above);
        held.Path = above;
        held.Folder = beneath.OpenDirectory(_folder, folder, readable: false, out errno);
        if (errno == Errno.ENOENT)
            held.Folder = FolderMaker.OpenOrMake(_folder, folder, out errno);
        return held.Folder;
    }

    public void Forget()
    {
        var held = _held.Value!;
        held.Folder?.Dispose();
        held.Folder = null;
    }

    /// <summary>Removes what is empty of the slot and of the folders above it, up to the trash itself.</summary>
    public void RemoveIfEmpty(SafeFileHandle root, Beneath beneath)
    {
        EmptyTree.Remove(root, beneath, Encoding.ASCII.GetBytes(_slot));
        EmptyTree.RemoveUpwards(root, beneath, _slot, Trash);
    }

    public void Dispose()
    {
        foreach (var held in _held.Values)
            held.Folder?.Dispose();
        _held.Dispose();
        _folder.Dispose();
    }

    private sealed class Held
    {
        public string Path { get; set; } = "";

        public SafeFileHandle? Folder { get; set; }
    }
}
