namespace Longshore.Core.Ship;

/// <summary>What became of a batch.</summary>
/// <param name="Receipt">The account of each file, as it lies in S3.</param>
/// <param name="Key">The receipt's key.</param>
/// <param name="Uri">The receipt as <c>s3://bucket/key</c>.</param>
/// <param name="Remainder">What is still to be shipped in a batch of its own; null if nothing is.</param>
public sealed record SyncedBatch(Receipt Receipt, string Key, string Uri, BatchRemainder? Remainder = null);

/// <summary>Files of a batch that were not shipped before its time was over.</summary>
/// <param name="Files">As the sender named them.</param>
/// <param name="MinAge">As the sender asked for it.</param>
public sealed record BatchRemainder(BatchFile[] Files, TimeSpan? MinAge);
