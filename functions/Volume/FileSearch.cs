namespace Longshore.Volumes;

/// <param name="Path">The name that the file had.</param>
/// <param name="IsSame">Tells the file from another one of that name.</param>
public readonly record struct SoughtFile(VolumePath Path, Func<FileStat, bool> IsSame);

/// <summary>
/// Finds files that a cleanup began to delete: under their own names, in the trash, or where they were put back from the trash.
/// </summary>
/// <param name="trash">The folders <c>.longshore/trash/{batch}/{process}/{slot}</c> to look into.</param>
internal sealed class FileSearch(VolumeRoot volume, SafeFileHandle root, FolderOpener opener, IReadOnlyList<string> trash)
{
    private readonly Dictionary<string, List<byte[]>> _given = new(StringComparer.Ordinal);

    /// <summary>
    /// Looks first at the names and the trash of all files, then into the folders, each listed once, and then at the names again:
    /// so a file that is put back during the search is found.
    /// </summary>
    /// <returns>Whether each of the files is still there.</returns>
    /// <exception cref="VolumeFileException">This is not known of one of them.</exception>
    public bool[] Find(SoughtFile[] files)
    {
        bool[] found = [.. files.Select(file => HasItsName(file) || trash.Any(folder => IsInTrash(folder, file)))];
        for (var i = 0; i < files.Length; i++)
            found[i] = found[i] || HasGivenName(files[i]) || HasItsName(files[i]);
        return found;
    }

    private bool HasItsName(SoughtFile file) => file.IsSame(volume.Stat(file.Path));

    private bool IsInTrash(string folder, SoughtFile file) => file.IsSame(volume.Stat(PathIn(folder, file.Path.Value, file)));

    /// <summary>
    /// Whether the file has a name that Longshore gave it: a hidden name in its own folder, or a name beside a taken one there
    /// or, if its folder is gone, in a folder above.
    /// </summary>
    private bool HasGivenName(SoughtFile file)
    {
        var name = Encoding.UTF8.GetBytes(file.Path.Value[(file.Path.Value.LastIndexOf('/') + 1)..]);
        var kept = HiddenName.Kept(name).ToArray();
        var own = file.Path.Parent?.Value ?? "";
        for (var folder = file.Path.Parent; ; folder = folder.Value.Parent)
        {
            var path = folder?.Value ?? "";
            foreach (var each in GivenNames(path).Where(each => Restorer.IsSibling(each, name) || Restorer.IsSibling(each, kept)
                || (kept.Length < name.Length && each.AsSpan().SequenceEqual(kept))
                || (path == own && HiddenName.MayBeOf(each, name))))
            {
                var found = volume.Stat(PathIn(path, Encoding.UTF8.GetString(each), file));
                if (found.Kind == FileKind.Missing)
                    throw Unknown(file, "it is being put back");
                if (file.IsSame(found))
                    return true;
            }

            if (folder is null)
                return false;
        }
    }

    /// <summary>The names in a folder that Longshore may have given.</summary>
    private List<byte[]> GivenNames(string folder)
    {
        if (_given.TryGetValue(folder, out var names))
            return names;
        // ENOENT, ENOTDIR, ELOOP: the folder is gone, or something else has its name: the file is not in it.
        names = opener.Names(root, folder, MayBeGiven, out var errno);
        return errno is 0 or Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP
            ? _given[folder] = names
            : throw VolumeFileException.For(folder.Length == 0 ? "." : folder, "read", errno);
    }

    private static bool MayBeGiven(ReadOnlySpan<byte> name, bool isFolder) =>
        !isFolder && (Restorer.MayBeSibling(name) || HiddenName.TryRead(name, out _) || HiddenName.MayBeCut(name));

    private static VolumePath PathIn(string folder, string name, SoughtFile file) =>
        VolumePath.TryParse(folder.Length == 0 ? name : $"{folder}/{name}", out var path, out var problem)
            ? path : throw Unknown(file, $"a path that it may have {problem}");

    private static VolumeFileException Unknown(SoughtFile file, string why) =>
        new(file.Path.Value, Reasons.VolumeError,
            $"It cannot be told whether {file.Path.Value} is still there: {why}.");
}
