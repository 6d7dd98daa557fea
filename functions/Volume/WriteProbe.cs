namespace Longshore.Volumes;

/// <summary>
/// Makes, renames and removes an entry in the trash, as a deletion does. The entry is a folder in a place like any trash folder:
/// if the process dies meanwhile, it is removed with the trash of other dead processes.
/// </summary>
internal static class WriteProbe
{
    public static bool Try(SafeFileHandle root, FolderOpener opener, out string problem)
    {
        var errno = Run(root, opener);
        problem = errno switch
        {
            // Files are deleted from a full volume without trash folders; see Removal.DeleteWithoutTrash.
            0 or Errno.ENOSPC or Errno.EDQUOT => "",
            Errno.EROFS => "The volume is mounted read-only; cleanup needs it writable: set readOnly: false on the claim and "
                + "on the volumeMount.",
            Errno.EACCES or Errno.EPERM => $"User {Libc.EffectiveUser()} and group {Libc.EffectiveGroup()} may not write "
                + $"'{TrashFolder.Trash}' on the volume, {Owner(root)}; set runAsUser to the writer's uid, or share a gid with "
                + "it through fsGroup and make the files group-writable.",
            Errno.ENOTDIR or Errno.ELOOP => $"'{TrashFolder.Trash}' on the volume is not a directory; remove what stands there.",
            _ => $"The volume cannot be written: {Errno.Explain(errno)}; check the mount.",
        };
        return problem.Length == 0;
    }

    private static int Run(SafeFileHandle root, FolderOpener opener)
    {
        var own = $"{TrashFolder.Trash}/probe/{Guid.NewGuid():N}";
        using var folder = FolderMaker.OpenOrMake(root, Encoding.ASCII.GetBytes(own), out var errno);
        if (folder is null)
            return errno;
        errno = FolderMaker.Make(folder, "made\0"u8);
        if (errno == 0)
            errno = Sys.RenameAndReplace(folder, "made\0"u8, folder, "renamed\0"u8);
        if (errno == 0)
            errno = Sys.RemoveDirectory(folder, "renamed\0"u8);
        EmptyFolders.RemoveUpwards(root, opener, own, TrashFolder.Trash);
        return errno;
    }

    private static string Owner(SafeFileHandle root) =>
        Sys.Stat(root, "\0"u8, forceSync: true, out var found) == 0
            ? $"whose root belongs to user {found.Uid} and group {found.Gid} with mode {Convert.ToString(found.Mode & 0xFFF, 8)}"
            : "whose root cannot be examined";
}
