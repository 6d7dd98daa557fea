using System.Text.Unicode;

namespace Longshore.Volumes;

/// <summary>The walk of <see cref="VolumeRoot.Scan"/>.</summary>
internal static class VolumeScanner
{
    public static IEnumerable<ScanEntry> Scan(
        SafeFileHandle root, FolderOpener opener, ScanRange range, Func<string, bool>? leavesOut, bool stableInodes)
    {
        if (range.IsEmpty)
            yield break;
        using var top = Sys.OpenAt(root, ".\0"u8, Flags.ReadOnly | Flags.Directory, out var errno)
            ?? throw new VolumeUnavailableException(
                $"Volume__Root cannot be read: {Errno.Explain(errno)}; run as a user who may read it.");
        using var walk = new TreeWalk(top, opener, range);
        if (walk.Errno != 0)
            yield return Incomplete(walk);
        while (walk.TryNext())
        {
            var entry = walk.Step switch
            {
                TreeStep.Entry => Examine(walk, stableInodes),
                TreeStep.Entering => LeaveOut(walk, leavesOut),
                TreeStep.Incomplete => Incomplete(walk),
                TreeStep.Failed => Unopened(walk),
                _ => null,
            };
            if (entry is not null)
                yield return entry.Value;
        }
    }

    /// <summary>A file that is named.</summary>
    public static ScanEntry Examine(FolderLook look, VolumePath path)
    {
        try
        {
            var stat = look.Stat(path);
            var bytes = path.ToTerminatedBytes();
            var name = bytes.AsSpan(bytes.AsSpan().LastIndexOf((byte)'/') + 1)[..^1];
            var (kind, problem) = stat.Kind switch
            {
                FileKind.Missing => (ScanEntryKind.Failed, "There is no such file."),
                FileKind.Directory => (ScanEntryKind.Failed, "It is a folder; name its files."),
                FileKind.SymbolicLink => (ScanEntryKind.SymbolicLink, null),
                FileKind.Special => (ScanEntryKind.Special, null),
                _ => (HiddenName.TryRead(name, out _) ? ScanEntryKind.Hidden : ScanEntryKind.File, default(string)),
            };
            return new ScanEntry(kind, path.Value, stat, problem);
        }
        catch (VolumeFileException e)
        {
            return new ScanEntry(ScanEntryKind.Failed, path.Value, default, e.Message);
        }
    }

    private static ScanEntry? LeaveOut(TreeWalk walk, Func<string, bool>? leavesOut)
    {
        ScanEntry? leftOut = leavesOut?.Invoke(PathText.Of(walk.Path)) == true
            ? Report(ScanEntryKind.Excluded, walk.Path, default,
                "A rule leaves out all that is in this folder; it was not opened.")
            : walk.Path.Length >= VolumePath.MaximumBytes
            ? Report(ScanEntryKind.Unaddressable, walk.Path, default,
                $"The path of this folder is longer than {VolumePath.MaximumBytes} bytes; what is in it is not scanned.")
            : null;
        if (leftOut is not null)
            walk.Skip();
        return leftOut;
    }

    private static ScanEntry Incomplete(TreeWalk walk) =>
        Failed(walk.Path, $"The folder cannot be read to its end: {Errno.Explain(walk.Errno)}.");

    /// <summary>Leaves out a folder that is gone (ENOENT) or is a file now (ENOTDIR). Reports every other error.</summary>
    private static ScanEntry? Unopened(TreeWalk walk)
    {
        if (walk.Errno is Errno.ENOENT or Errno.ENOTDIR)
            return null;
        return walk.Errno == Errno.ELOOP
            ? Report(ScanEntryKind.SymbolicLink, walk.Path, new FileStat(FileKind.SymbolicLink, default, 0, 0, 0, 0),
                "A symbolic link has taken the folder's place while it was scanned.")
            : Failed(walk.Path, $"The folder cannot be read: {Errno.Explain(walk.Errno)}.");
    }

    private static ScanEntry? Examine(TreeWalk walk, bool stableInodes)
    {
        // The cache of a network filesystem is good enough here: before a file is shipped or deleted, the server is asked.
        var errno = Sys.Stat(walk.Folder, walk.Name, forceSync: false, out var found);
        var path = walk.Path;
        if (errno == Errno.ENOENT)
            return null;
        if (errno == Errno.EACCES)
        {
            // Without search permission on the folder, none of its entries can be examined: one report is enough.
            walk.SkipRest();
            return Failed(path[..Math.Max(0, path.LastIndexOf((byte)'/'))],
                $"The files of this folder cannot be examined: {Errno.Explain(errno)}.");
        }

        if (errno != 0)
            return Failed(path, $"It cannot be examined: {Errno.Explain(errno)}.");

        var stat = FileStat.From(found, stableInodes);
        if (stat.Kind == FileKind.Directory)
        {
            // Of a known type, it has become a folder since the listing: the next scan enters it in its place in the order.
            return walk.Type != EntryType.Unknown ? null : Failed(path,
                "What it is could not be told when its folder was read; it is a folder, which the next scan enters.");
        }

        var notText = Utf8.IsValid(path) ? null : "The name is not UTF-8.";
        var (kind, problem) = stat.Kind switch
        {
            FileKind.SymbolicLink => (ScanEntryKind.SymbolicLink, notText),
            FileKind.Special => (ScanEntryKind.Special, notText),
            _ when path.Length > VolumePath.MaximumBytes =>
                (ScanEntryKind.Unaddressable, $"The path is longer than {VolumePath.MaximumBytes} bytes."),
            _ when notText is not null => (ScanEntryKind.Unaddressable, notText),
            _ => (HiddenName.TryRead(walk.Name[..^1], out _) ? ScanEntryKind.Hidden : ScanEntryKind.File, null),
        };
        return Report(kind, path, stat, problem);
    }

    private static ScanEntry Failed(ReadOnlySpan<byte> path, string problem) =>
        Report(ScanEntryKind.Failed, path, default, problem);

    private static ScanEntry Report(ScanEntryKind kind, ReadOnlySpan<byte> path, FileStat stat, string? problem) =>
        new(kind, PathText.Of(path), stat, problem);
}
