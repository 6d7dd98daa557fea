using System.Text;
using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>Makes, renames and removes a file in the trash, as a deletion will.</summary>
internal static class WriteProbe
{
    public static bool Try(SafeFileHandle root, out string problem)
    {
        var errno = Run(root);
        problem = errno switch
        {
            0 => "",
            Errno.EROFS => "The volume is mounted read-only; cleanup needs it writable: set readOnly: false on the claim and "
                + "on the volumeMount.",
            Errno.EACCES or Errno.EPERM => $"User {Libc.EffectiveUser()} and group {Libc.EffectiveGroup()} may not write "
                + $"'{TrashFolder.Trash}' on the volume, {Owner(root)}; set runAsUser to the writer's uid, or share a gid with it "
                + "through fsGroup and make the files group-writable.",
            Errno.ENOSPC or Errno.EDQUOT => "The volume has no space or quota left for the trash folder; free some, or enlarge it.",
            Errno.ENOTDIR or Errno.ELOOP => $"'{TrashFolder.Trash}' on the volume is not a directory; remove what stands there.",
            _ => $"The volume cannot be written: {Errno.Meaning(errno)} ({Errno.Name(errno)}); check the mount.",
        };
        return errno == 0;
    }

    private static int Run(SafeFileHandle root)
    {
        using var trash = FolderMaker.OpenOrMake(root, Encoding.ASCII.GetBytes(TrashFolder.Trash), out var errno);
        if (trash is null)
            return errno;
        var name = Guid.NewGuid().ToString("N");
        var first = Encoding.ASCII.GetBytes($"probe-{name}\0");
        var second = Encoding.ASCII.GetBytes($"probe-{name}-renamed\0");
        using (Sys.OpenAt(trash, first, Flags.WriteOnly | Flags.Create | Flags.Exclusive | Flags.NoFollow, out errno, mode: 0x180))
        {
            if (errno != 0)
                return errno;
        }

        errno = Sys.Rename(trash, first, trash, second, replace: true);
        var removed = Sys.Unlink(trash, errno == 0 ? second : first);
        return errno != 0 ? errno : removed;
    }

    private static string Owner(SafeFileHandle root) =>
        Sys.Stat(root, "\0"u8, forceSync: true, out var found) == 0
            ? $"whose root belongs to user {found.Uid} and group {found.Gid} with mode {Convert.ToString(found.Mode & 0xFFF, 8)}"
            : "whose root cannot be examined";
}
