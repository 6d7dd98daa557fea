namespace Longshore.Core.Ship;

/// <summary>
/// Is told of uploads while they run. None is registered in a service; both calls come from many threads at once and must not
/// throw.
/// </summary>
public abstract class SyncWatch
{
    /// <summary>A part of a large file is in S3.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The part's size.</param>
    public abstract void PartSent(string path, long bytes);

    /// <summary>
    /// A file of a batch has its outcome; the receipt is still to be written, and a batch that fails is gone through again.
    /// </summary>
    public abstract void Ended(ReceiptEntry entry);
}
