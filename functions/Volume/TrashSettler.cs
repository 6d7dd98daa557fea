namespace Longshore.Volumes;

/// <summary>Puts back what a dead process left in its trash; see <see cref="VolumeRoot.SettleTrash"/>.</summary>
internal sealed class TrashSettler(SafeFileHandle root, FolderOpener opener, Restorer restorer)
{
    private readonly List<RestoredFile> _restored = [];
    private readonly List<VolumeFileException> _failed = [];

    public TrashSettlement Settle(string folder, TimeSpan olderThan, TimeProvider time)
    {
        var parts = folder.Split('/');
        if (parts.Length is not (3 or 4) || !folder.StartsWith(TrashFolder.Trash + "/", StringComparison.Ordinal)
            || !parts[2..].All(TrashFolder.IsWord))
            throw new ArgumentException($"A trash folder is {TrashFolder.Trash}/{{batch}}[/{{process}}].", nameof(folder));

        using var process = opener.Open(root, Encoding.ASCII.GetBytes(folder), readable: true, out var errno);
        if (process is null)
        {
            return errno == Errno.ENOENT
                ? new TrashSettlement(folder, false, [], [])
                : throw VolumeFileException.For(folder, "read", errno);
        }

        if (TrashInventory.HasChangeSince(process, opener, Timestamp.From(time.GetUtcNow() - olderThan), folder))
            return new TrashSettlement(folder, true, [], []);

        // A batch's own folder is only removed if it is empty: the folders of its processes are settled one by one.
        if (parts.Length == 4)
        {
            SettleSlots(process, folder);
            EmptyFolders.RemoveBeneath(root, opener, Encoding.ASCII.GetBytes(folder));
        }

        EmptyFolders.RemoveUpwards(root, opener, folder, TrashFolder.Trash);
        return new TrashSettlement(folder, false, _restored, _failed);
    }

    public TrashSettlement SettleHidden(string path, TimeSpan olderThan, TimeProvider time)
    {
        if (!VolumePath.TryParse(path, out var hidden, out _) || !HiddenName.Ends(path))
            throw new ArgumentException("A hidden name is .longshore-trash-{8 hex digits}-{name}.", nameof(path));
        using var parent = opener.OpenParent(root, hidden, out var name, out var errno);
        var found = default(StatxBuffer);
        if (parent is not null)
            errno = Sys.Stat(parent, name, forceSync: true, out found);
        if (errno == Errno.ENOENT)
            return new TrashSettlement(path, false, [], []);
        if (errno != 0)
            throw VolumeFileException.For(path, "examined", errno);
        if (FileStat.KindOf(found.Mode) != FileKind.Regular
            || found.Changed > Timestamp.From(time.GetUtcNow() - olderThan))
            return new TrashSettlement(path, true, [], []);

        HiddenName.TryRead(name.AsSpan(..^1), out var own);
        byte[] folder = hidden.Parent is { } above ? Encoding.UTF8.GetBytes(above.Value + "/") : [];
        SettleFile(parent!, name, [.. folder, .. own]);
        return new TrashSettlement(path, false, _restored, _failed);
    }

    /// <summary>A file in a slot belongs under the path that it has there.</summary>
    private void SettleSlots(SafeFileHandle process, string folder)
    {
        // Opened again, so that it is listed from its start.
        using var top = opener.Open(process, [], readable: true, out var errno)
            ?? throw VolumeFileException.For(folder, "read", errno);
        using var walk = new TreeWalk(top, opener, null);
        if (walk.Errno != 0)
            throw VolumeFileException.For(folder, "read", walk.Errno);
        while (walk.TryNext())
        {
            var slot = walk.Path.IndexOf((byte)'/');
            var path = slot < 0 ? [] : walk.Path[(slot + 1)..];
            if (walk.Step is TreeStep.Failed or TreeStep.Incomplete && walk.Errno != Errno.ENOENT)
                Fail(path.Length == 0 ? $"{folder}/{PathText.Of(walk.Path)}" : PathText.Of(path), walk.Errno);
            else if (walk.Step == TreeStep.Entry && path.Length == 0)
                Fail($"{folder}/{PathText.Of(walk.Path)}", Errno.ENOTDIR);
            else if (walk.Step == TreeStep.Entry)
                SettleFile(walk.Folder, walk.Name, path);
        }
    }

    private void SettleFile(SafeFileHandle directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        var errno = restorer.Restore(directory, name, path, out var restored);
        if (errno == 0)
            _restored.Add(new RestoredFile(PathText.Of(path), PathText.Of(restored)));
        else if (errno != Errno.ENOENT || Sys.Stat(directory, name, forceSync: true, out _) == 0)
            Fail(PathText.Of(path), errno);
    }

    private void Fail(string path, int errno) => _failed.Add(VolumeFileException.For(path, "put back from the trash", errno));
}
