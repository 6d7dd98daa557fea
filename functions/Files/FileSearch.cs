using System.Text;

namespace Longshore.Files;

/// <summary>Finds a file that was to be deleted: under its own name, in the trash, or where settling the trash has put it.</summary>
internal static class FileSearch
{
    private const int MostSiblings = 100;

    /// <param name="root">The volume.</param>
    /// <param name="path">The name that it had.</param>
    /// <param name="trash">The folders <c>.longshore/trash/{batch}/{process}/{slot}</c> in which it may lie.</param>
    /// <param name="hidden">Gives the names that it may have in its own folder.</param>
    /// <param name="isSame">Tells it from another file of the name.</param>
    /// <exception cref="VolumeFileException">It cannot be told.</exception>
    public static bool Holds(VolumeRoot root, VolumePath path, IEnumerable<string> trash, Func<IEnumerable<string>> hidden, Func<FileStat, bool> isSame)
    {
        if (isSame(root.Stat(path)))
            return true;
        foreach (var folder in trash)
        {
            if (!VolumePath.TryParse($"{folder}/{path.Value}", out var thrown, out var problem))
                throw new VolumeFileException(path.Value, "ENAMETOOLONG", Reasons.VolumeError, $"{path.Value} cannot be looked for in the trash: its path there {problem}.");
            if (isSame(root.Stat(thrown)))
                return true;
        }

        if (hidden().Any(each => VolumePath.TryParse(each, out var aside, out _) && isSame(root.Stat(aside))))
            return true;

        // Its name was taken, or its folder gone, when it was put back.
        var name = Encoding.UTF8.GetBytes(path.Value[(path.Value.LastIndexOf('/') + 1)..]);
        for (var above = path.Parent; ; above = above.Value.Parent)
        {
            for (var n = 1; n <= MostSiblings; n++)
            {
                var sibling = Encoding.UTF8.GetString(Restorer.Sibling(name, n));
                if (!VolumePath.TryParse(above is null ? sibling : $"{above}/{sibling}", out var beside, out _) || root.Stat(beside) is not { Kind: not FileKind.Missing } found)
                    break;
                if (isSame(found))
                    return true;
            }

            if (above is null)
                return false;
        }
    }
}
