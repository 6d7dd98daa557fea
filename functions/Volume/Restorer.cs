using System.Globalization;

namespace Longshore.Volumes;

/// <summary>Puts a file of the trash back on the volume: under its own path, or beside it if that is taken.</summary>
internal sealed class Restorer(SafeFileHandle root, Mover mover)
{
    private const int MaximumSiblings = 10_000;

    public Mover Mover { get; } = mover;

    /// <param name="fromDir">The trash folder that holds the file.</param>
    /// <param name="name">The file's name there, with a NUL at the end.</param>
    /// <param name="path">The bytes of the path that the file had on the volume.</param>
    /// <param name="restored">The path that the file has now; empty if it is still in the trash.</param>
    /// <returns>0, ENOENT if the file is not in the trash, or why it could not be put back.</returns>
    public int Restore(SafeFileHandle fromDir, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path, out byte[] restored)
    {
        var slash = path.LastIndexOf((byte)'/');
        var folder = slash < 0 ? [] : path[..slash];
        restored = [];
        using var target = FolderMaker.OpenNearest(root, folder, out var reached, out var errno);
        if (target is null)
            return errno;
        errno = RestoreInto(target, fromDir, name, path[(slash + 1)..], beside: reached < folder.Length, out var newName);
        if (errno == 0)
            restored = reached == 0 ? newName : [.. folder[..reached], (byte)'/', .. newName];
        return errno;
    }

    /// <param name="own">The name that the file had on the volume, with no NUL.</param>
    /// <param name="beside">Whether to leave its own name out, because it belongs to another folder.</param>
    /// <param name="newName">The name that the file has now, with no NUL.</param>
    public int RestoreInto(
        SafeFileHandle target, SafeFileHandle fromDir, ReadOnlySpan<byte> name, ReadOnlySpan<byte> own, bool beside,
        out byte[] newName)
    {
        newName = own.ToArray();
        var errno = beside ? Errno.EEXIST : Mover.MoveToFreeName(fromDir, name, target, PathText.Terminated(own));
        for (var n = 1; errno == Errno.EEXIST && n <= MaximumSiblings; n++)
        {
            newName = Sibling(own, n);
            errno = Mover.MoveToFreeName(fromDir, name, target, PathText.Terminated(newName));
        }

        return errno;
    }

    /// <summary>Whether a name may be a <see cref="Sibling"/> of some name.</summary>
    public static bool MayBeSibling(ReadOnlySpan<byte> name) => name.IndexOf(".longshore-restored-"u8) >= 0;

    /// <summary>Whether a name is a <see cref="Sibling"/> of another.</summary>
    public static bool IsSibling(ReadOnlySpan<byte> name, ReadOnlySpan<byte> own) =>
        int.TryParse(name[(name.LastIndexOf((byte)'-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && n is >= 1 and <= MaximumSiblings && name.SequenceEqual(Sibling(own, n));

    /// <summary><c>{name}.longshore-restored-{n}</c>; the name is cut between characters to keep it within 255 bytes.</summary>
    public static byte[] Sibling(ReadOnlySpan<byte> name, int n)
    {
        var suffix = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $".longshore-restored-{n}"));
        return [.. PathText.Cut(name, VolumePath.MaximumComponentBytes - suffix.Length), .. suffix];
    }
}
