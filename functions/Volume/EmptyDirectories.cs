namespace Longshore.Volumes;

/// <summary>Removes the folders that deletions have emptied; see <see cref="VolumeRoot.RemoveEmptyDirectories"/>.</summary>
internal static class EmptyDirectories
{
    public static int Remove(
        SafeFileHandle root, Beneath beneath, IEnumerable<VolumePath> deletedFiles, TimeSpan olderThan, TimeProvider time)
    {
        var limit = Timestamp.From(time.GetUtcNow() - olderThan);
        var folders = new HashSet<VolumePath>();
        foreach (var file in deletedFiles)
        {
            for (var folder = file.Parent; folder is { } above && folders.Add(above); folder = above.Parent)
            {
            }
        }

        // The longer path first: what lies in a folder goes before the folder.
        return folders.OrderByDescending(f => f.Value.Length).Count(f => TryRemove(root, beneath, f, limit));
    }

    private static bool TryRemove(SafeFileHandle root, Beneath beneath, VolumePath folder, Timestamp limit)
    {
        using var parent = beneath.OpenParent(root, folder, out var name, out _);
        return parent is not null
            && Sys.Stat(parent, name, forceSync: true, out var found) == 0
            && FileStat.KindOf(found.Mode) == FileKind.Directory
            && Made(found) <= limit
            && Sys.RemoveDirectory(parent, name) == 0;
    }

    /// <summary>
    /// Deleting its files has just moved the folder's mtime, so that tells nothing where there is a birth time.
    /// </summary>
    private static Timestamp Made(in StatxBuffer found) =>
        (found.Mask & StatxBuffer.BirthTime) != 0
            ? FileStat.Moment(found.BirthSeconds, found.BirthNanoseconds)
            : FileStat.Moment(found.ModifiedSeconds, found.ModifiedNanoseconds);
}
