namespace Longshore.Volumes;

/// <param name="Path">The name that it had.</param>
/// <param name="IsSame">Tells it from another file of the name.</param>
public readonly record struct SoughtFile(VolumePath Path, Func<FileStat, bool> IsSame);

/// <summary>
/// Finds files that were to be deleted: under their own names, in the trash, or where settling the trash has put them.
/// </summary>
/// <param name="trash">The folders <c>.longshore/trash/{batch}/{process}/{slot}</c> in which they may lie.</param>
internal sealed class FileSearch(VolumeRoot volume, SafeFileHandle root, Beneath beneath, IReadOnlyList<string> trash)
{
    private readonly Dictionary<string, List<byte[]>> _aside = new(StringComparer.Ordinal);

    /// <summary>
    /// First the names and the trash of all files, then the folders, each listed once, and at last the names again: a file that
    /// is put back meanwhile is seen in one of them.
    /// </summary>
    /// <returns>Whether each of the files is still there.</returns>
    /// <exception cref="VolumeFileException">It cannot be told.</exception>
    public bool[] Find(SoughtFile[] files)
    {
        bool[] held = [.. files.Select(file => Stands(file) || trash.Any(folder => LiesIn(folder, file)))];
        for (var i = 0; i < files.Length; i++)
            held[i] = held[i] || IsAside(files[i]) || Stands(files[i]);
        return held;
    }

    private bool Stands(SoughtFile file) => file.IsSame(volume.Stat(file.Path));

    private bool LiesIn(string folder, SoughtFile file) => file.IsSame(volume.Stat(Parsed(folder, file.Path.Value, file)));

    /// <summary>
    /// Whether it stands in its own folder under a hidden name, or was put back beside its name, or above if its folder was gone.
    /// </summary>
    private bool IsAside(SoughtFile file)
    {
        var name = Encoding.UTF8.GetBytes(file.Path.Value[(file.Path.Value.LastIndexOf('/') + 1)..]);
        var kept = HiddenName.Kept(name).ToArray();
        var own = file.Path.Parent?.Value ?? "";
        for (var folder = file.Path.Parent; ; folder = folder.Value.Parent)
        {
            var path = folder?.Value ?? "";
            foreach (var each in Aside(path).Where(each => Restorer.IsSibling(each, name) || Restorer.IsSibling(each, kept)
                || (kept.Length < name.Length && each.AsSpan().SequenceEqual(kept))
                || (path == own && HiddenName.MayBeOf(each, name))))
            {
                var found = volume.Stat(Parsed(path, Encoding.UTF8.GetString(each), file));
                if (found.Kind == FileKind.Missing)
                    throw Untold(file, "it is being put back");
                if (file.IsSame(found))
                    return true;
            }

            if (folder is null)
                return false;
        }
    }

    /// <summary>The names in a folder that we may have given.</summary>
    private List<byte[]> Aside(string folder)
    {
        if (_aside.TryGetValue(folder, out var names))
            return names;
        _aside[folder] = names = [];
        using var directory = beneath.OpenDirectory(root, Encoding.UTF8.GetBytes(folder), readable: true, out var errno);
        // Gone, or something else stands there: no file of ours is in it.
        if (errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP)
            return names;
        using var listing = directory is null ? null
            : DirectoryListing.Read(directory,
                static (name, isFolder) => !isFolder && (
                Restorer.MayBeSibling(name) || HiddenName.TryRead(name, out _) || HiddenName.MayBeCut(name)), out errno);
        if (errno != 0)
            throw VolumeFileException.For(folder.Length == 0 ? "." : folder, "read", errno);
        for (var i = 0; i < listing!.Count; i++)
            names.Add(listing.Name(i).ToArray());
        return names;
    }

    private static VolumePath Parsed(string folder, string name, SoughtFile file) =>
        VolumePath.TryParse(folder.Length == 0 ? name : $"{folder}/{name}", out var path, out var problem)
            ? path : throw Untold(file, $"a path that it may have {problem}");

    private static VolumeFileException Untold(SoughtFile file, string why) =>
        new(file.Path.Value, "ENAMETOOLONG", Reasons.VolumeError,
            $"It cannot be told whether {file.Path.Value} is still there: {why}.");
}
