using Longshore.Core.Ship;

namespace Longshore.Core.Bundles;

/// <summary>Files of a batch that go into one bundle.</summary>
/// <param name="Files">Their indexes in the batch, in the order of the paths.</param>
/// <param name="Folder">From <see cref="BundleKeys.FolderOf"/> if bundles are by folder, else empty.</param>
/// <param name="Bytes">At least as many as the bundle will have.</param>
public sealed record PlannedBundle(int[] Files, string Folder, int Bytes)
{
    /// <summary>
    /// Cuts the files of a batch into bundles by their expected sizes, before any is read. So a file that is left out moves no
    /// other, and a batch that is tried again without a receipt gives the same bundles.
    /// </summary>
    /// <param name="files">The whole batch, in the order of the paths.</param>
    /// <param name="isWanted">Whether the file with this index goes into a bundle.</param>
    /// <param name="most">Most bytes of a bundle.</param>
    /// <param name="isByFolder"><see cref="BundleKeys.IsByFolder"/>.</param>
    internal static IEnumerable<PlannedBundle> Cut(
        IReadOnlyList<FileWork> files, Predicate<int> isWanted, long most, bool isByFolder)
    {
        var (taken, folder, tar, manifest) = (new List<int>(), "", 0L, 0L);
        for (var index = 0; index < files.Count; index++)
        {
            if (!isWanted(index))
                continue;
            var path = files[index].Path.Value;
            var (inTar, inManifest) = Longest(path, files[index].BundledSize!.Value);
            var itsFolder = isByFolder ? BundleKeys.FolderOf(path) : "";
            if (taken.Count > 0 && (itsFolder != folder || BundleWriter.LengthOf(tar + inTar, manifest + inManifest) > most))
            {
                yield return Full();
                (taken, tar, manifest) = ([], 0, 0);
            }

            taken.Add(index);
            (folder, tar, manifest) = (itsFolder, tar + inTar, manifest + inManifest);
        }

        if (taken.Count > 0)
            yield return Full();

        PlannedBundle Full() => new([.. taken], folder, (int)BundleWriter.LengthOf(tar, manifest));
    }

    /// <summary>Whether a file goes into a bundle: it is small, its name may stand there, and there is room for it.</summary>
    public static bool Takes(string path, long size, SyncOptions options)
    {
        if (options.BundleUpTo == 0 || size > options.BundleUpTo || !BundleWriter.Takes(path))
            return false;
        var (tar, manifest) = Longest(path, size);
        return BundleWriter.LengthOf(tar, manifest) <= options.BundleBytes;
    }

    /// <summary>The lengths of a file whose time and owner need the longest header: a negative time with all digits.</summary>
    private static (long InTar, int InManifest) Longest(string path, long size) => BundleWriter.LengthOf(
        new TarMember(path, size, Timestamp.FromUnix(-8_999_999_999, 1), Mode: 0, uint.MaxValue, uint.MaxValue));
}
