namespace Longshore.Volumes;

/// <summary>What became of one trash folder.</summary>
/// <param name="Folder">The folder, relative to the root.</param>
/// <param name="Live">It has changed lately, so its process may be at work: nothing was touched.</param>
/// <param name="Restored">The files that stand on the volume again.</param>
/// <param name="Failed">The files that are still in the trash, and why.</param>
public sealed record TrashSettlement(
    string Folder, bool Live, IReadOnlyList<RestoredFile> Restored, IReadOnlyList<VolumeFileException> Failed);

/// <summary>A file put back.</summary>
/// <param name="Original">The path it had.</param>
/// <param name="Path">The path it has now; another one if the original was taken.</param>
public readonly record struct RestoredFile(string Original, string Path)
{
    public bool Moved => !string.Equals(Original, Path, StringComparison.Ordinal);
}
