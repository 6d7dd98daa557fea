using System.Globalization;

namespace Longshore.Volumes;

/// <summary>Puts an entry of the trash back on the volume, under its own path if that is free and beside it if not.</summary>
internal sealed class Restorer(SafeFileHandle root, Mover mover)
{
    private const int MaximumSiblings = 10_000;

    public Mover Mover { get; } = mover;

    /// <param name="fromDir">The trash folder that holds it.</param>
    /// <param name="name">Its name there, NUL-terminated.</param>
    /// <param name="path">The bytes of its path on the volume.</param>
    /// <param name="restored">The path it has now; empty if it is still in the trash.</param>
    /// <returns>0, ENOENT if it is not in the trash any more, or why it could not be put back.</returns>
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

    /// <param name="target">The folder to put it into.</param>
    /// <param name="fromDir">The trash folder that holds it.</param>
    /// <param name="name">Its name there, NUL-terminated.</param>
    /// <param name="own">The name it had on the volume, without NUL.</param>
    /// <param name="beside">Do not try its own name, which belongs to another folder.</param>
    /// <param name="newName">The name it has now, without NUL.</param>
    public int RestoreInto(
        SafeFileHandle target, SafeFileHandle fromDir, ReadOnlySpan<byte> name, ReadOnlySpan<byte> own, bool beside,
        out byte[] newName)
    {
        newName = own.ToArray();
        var errno = beside ? Errno.EEXIST : Mover.MoveAside(fromDir, name, target, Beneath.Terminated(own));
        for (var n = 1; errno == Errno.EEXIST && n <= MaximumSiblings; n++)
        {
            newName = Sibling(own, n);
            errno = Mover.MoveAside(fromDir, name, target, Beneath.Terminated(newName));
        }

        return errno;
    }

    /// <summary>Whether a name may be a <see cref="Sibling"/> of some name.</summary>
    public static bool MayBeSibling(ReadOnlySpan<byte> name) => name.IndexOf(".longshore-restored-"u8) >= 0;

    /// <summary>Whether a name is a <see cref="Sibling"/> of another.</summary>
    public static bool IsSibling(ReadOnlySpan<byte> name, ReadOnlySpan<byte> own) =>
        int.TryParse(name[(name.LastIndexOf((byte)'-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && n is >= 1 and <= MaximumSiblings && name.SequenceEqual(Sibling(own, n));

    /// <summary><c>{name}.longshore-restored-{n}</c>, the name cut at a character so that 255 bytes suffice.</summary>
    public static byte[] Sibling(ReadOnlySpan<byte> name, int n)
    {
        var suffix = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $".longshore-restored-{n}"));
        var length = Math.Min(name.Length, VolumePath.MaximumComponentBytes - suffix.Length);
        while (length < name.Length && length > 0 && (name[length] & 0xC0) == 0x80)
            length--;
        return [.. name[..length], .. suffix];
    }
}
