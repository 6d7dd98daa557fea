namespace Longshore.Core.Ship;

/// <summary>Optional observer of running uploads. Calls come from many threads at once and must not throw.</summary>
public abstract class SyncWatch
{
    /// <summary>One part of a large file was put into S3.</summary>
    public abstract void PartSent(string path, long bytes);

    /// <summary>A file has an outcome. Its receipt is not written yet; if the batch fails, the file is processed again.</summary>
    public abstract void Ended(ReceiptEntry entry);
}
