using Longshore.Events;
using Longshore.Files;
using Longshore.Hosting;

namespace Longshore.Sync;

/// <summary>Checks a batch.ready before anything is touched.</summary>
internal static class BatchPlan
{
    public const int MostFiles = 1000;

    /// <param name="data">The event's data.</param>
    /// <param name="leastMinAge"><see cref="VolumeOptions.LeastMinAge"/>.</param>
    /// <returns>The files in the byte order of their paths.</returns>
    /// <exception cref="BadEventException">The event names no files, too many, one twice, a path outside the volume, or too low an age.</exception>
    public static BatchItem[] Check(BatchReady data, TimeSpan leastMinAge)
    {
        if (data.Files is null or { Length: 0 })
            throw new BadEventException("The data's 'files' is empty; name at least one file.");
        if (data.Files.Length > MostFiles)
            throw new BadEventException($"The data names {data.Files.Length} files; a batch takes {MostFiles} at most.");
        if (LeastMinAgeCheck.Problem(data.MinAge, leastMinAge) is { } tooLow)
            throw new BadEventException(tooLow);
        var items = new BatchItem[data.Files.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var file = data.Files[i] ?? throw new BadEventException($"The data's files[{i}] is null.");
            if (!VolumePath.TryParse(file.Path, out var path, out var problem))
                throw new BadEventException($"The data's files[{i}].path '{file.Path}' {problem}; it must lie beneath the volume's root.");
            if (file.Size < 0)
                throw new BadEventException($"The data's files[{i}].size is negative.");
            items[i] = new BatchItem(path, file.Size, file.Modified);
        }

        Array.Sort(items, (left, right) => left.Path.CompareTo(right.Path));
        for (var i = 1; i < items.Length; i++)
        {
            if (items[i].Path == items[i - 1].Path)
                throw new BadEventException($"The data names the path '{items[i].Path}' twice.");
        }

        return items;
    }
}
