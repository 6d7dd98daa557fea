namespace Longshore.Core.Ship;

/// <summary>Checks the files of a batch.ready event.</summary>
public static class BatchPlan
{
    public const int MostFiles = 1000;

    /// <param name="files">As in the event.</param>
    /// <param name="minAge">As in the event.</param>
    /// <param name="leastMinAge"><see cref="VolumeOptions.LeastMinAge"/>.</param>
    /// <returns>The files in the byte order of their paths.</returns>
    /// <exception cref="InvalidWorkException">
    /// No files or too many, a path twice or outside the volume, or too low an age.
    /// </exception>
    public static BatchItem[] Check(IReadOnlyList<BatchFile?>? files, TimeSpan? minAge, TimeSpan leastMinAge)
    {
        if (files is null or { Count: 0 })
            throw new InvalidWorkException("The data's 'files' is empty; name at least one file.");
        if (files.Count > MostFiles)
            throw new InvalidWorkException($"The data names {files.Count} files; a batch takes {MostFiles} at most.");
        if (LeastMinAgeCheck.Problem(minAge, leastMinAge) is { } tooLow)
            throw new InvalidWorkException(tooLow);
        var items = new BatchItem[files.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var file = files[i] ?? throw new InvalidWorkException($"The data's files[{i}] is null.");
            if (!VolumePath.TryParse(file.Path, out var path, out var problem))
                throw new InvalidWorkException(
                    $"The data's files[{i}].path '{file.Path}' {problem}; it must lie beneath the volume's root.");
            if (file.Size < 0)
                throw new InvalidWorkException($"The data's files[{i}].size is negative.");
            items[i] = new BatchItem(path, file);
        }

        Array.Sort(items, (left, right) => left.Path.CompareTo(right.Path));
        for (var i = 1; i < items.Length; i++)
        {
            if (items[i].Path == items[i - 1].Path)
                throw new InvalidWorkException($"The data names the path '{items[i].Path}' twice.");
        }

        return items;
    }
}
