using System.Text;
using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>Puts back what a process that died has left in its trash; see <see cref="VolumeRoot.SettleTrash"/>.</summary>
internal sealed class TrashSettler(SafeFileHandle root, Beneath beneath, Restorer restorer)
{
    private readonly List<RestoredFile> _restored = [];
    private readonly List<VolumeFileException> _failed = [];

    public TrashSettlement Settle(string folder, TimeSpan olderThan, TimeProvider time)
    {
        var parts = folder.Split('/');
        if (parts.Length != 4 || !folder.StartsWith(TrashFolder.Trash + "/", StringComparison.Ordinal)
            || !TrashFolder.IsWord(parts[2]) || !TrashFolder.IsWord(parts[3]))
            throw new ArgumentException($"A trash folder is {TrashFolder.Trash}/{{batch}}/{{process}}.", nameof(folder));

        using var process = beneath.OpenDirectory(root, Encoding.ASCII.GetBytes(folder), readable: true, out var errno);
        if (process is null)
        {
            return errno == Errno.ENOENT
                ? new TrashSettlement(folder, false, [], [])
                : throw VolumeFileException.For(folder, "read", errno);
        }

        if (TrashInventory.HasChangeSince(process, Timestamp.From(time.GetUtcNow() - olderThan), folder))
            return new TrashSettlement(folder, true, [], []);

        SettleSlots(Rewound(process, folder), folder);
        EmptyTree.Remove(root, beneath, Encoding.ASCII.GetBytes(folder));
        EmptyTree.RemoveUpwards(root, beneath, folder, TrashFolder.Trash);
        return new TrashSettlement(folder, false, _restored, _failed);
    }

    /// <summary>The same directory opened again, so that it is listed from its start.</summary>
    private static SafeFileHandle Rewound(SafeFileHandle directory, string path) =>
        Sys.OpenAt(directory, ".\0"u8, Flags.ReadOnly | Flags.Directory, out var errno)
        ?? throw VolumeFileException.For(path, "read", errno);

    private void SettleSlots(SafeFileHandle process, string folder)
    {
        using var owned = process;
        using var slots = DirectoryListing.Read(process, null, out var errno);
        if (errno != 0)
            throw VolumeFileException.For(folder, "read", errno);
        for (var i = 0; i < slots.Count; i++)
        {
            if (slots.Type(i) == EntryType.Directory)
                SettleFolder(process, slots.Name(i), []);
            else
                Fail($"{folder}/{PathText.Of(slots.Name(i))}", Errno.ENOTDIR);
        }
    }

    private void SettleFolder(SafeFileHandle above, ReadOnlySpan<byte> name, byte[] path)
    {
        using var directory = Sys.OpenAt(
            above, Beneath.Terminated(name), Flags.ReadOnly | Flags.Directory | Flags.NoFollow, out var errno);
        if (errno == Errno.ENOENT)
            return;
        using var listing = directory is null ? null : DirectoryListing.Read(directory, null, out errno);
        if (errno != 0)
            Fail(PathText.Of(path), errno);
        for (var i = 0; i < (listing?.Count ?? 0); i++)
        {
            var child = listing!.Name(i);
            byte[] childPath = path.Length == 0 ? child.ToArray() : [.. path, (byte)'/', .. child];
            if (listing.Type(i) == EntryType.Directory)
                SettleFolder(directory!, child, childPath);
            else
                SettleFile(directory!, child, childPath);
        }
    }

    private void SettleFile(SafeFileHandle directory, ReadOnlySpan<byte> name, byte[] path)
    {
        var errno = restorer.Restore(directory, Beneath.Terminated(name), path, out var restored);
        if (errno == 0)
            _restored.Add(new RestoredFile(PathText.Of(path), PathText.Of(restored)));
        else if (errno != Errno.ENOENT || Sys.Stat(directory, Beneath.Terminated(name), forceSync: true, out _) == 0)
            Fail(PathText.Of(path), errno);
    }

    private void Fail(string path, int errno) =>
        _failed.Add(VolumeFileException.For(path, "put back from the trash", errno));
}
