namespace Longshore.Core.Clean;

/// <summary>
/// Is told what became of each file of a batch, before the outcome is written. None is registered in a service; it must not
/// throw.
/// </summary>
public abstract class CleanupWatch
{
    /// <summary>A batch was cleaned up.</summary>
    /// <param name="files">One for each shipped file of the receipt.</param>
    /// <param name="dryRun">Nothing was deleted: what would have been is said to be.</param>
    public abstract void Cleaned(string batch, IReadOnlyCollection<CleanedFile> files, bool dryRun);
}
