using System.Collections.Concurrent;

namespace Longshore.Sandbox.S3.Store;

/// <summary>
/// Everything that was ever stored or deleted, in order per key. It outlives overwrites, so a test can prove that no
/// object changed its bytes and that none was deleted.
/// </summary>
internal sealed class Journal(TimeProvider time)
{
    private readonly ConcurrentQueue<JournalEntry> _entries = new();

    public IReadOnlyList<JournalEntry> Entries => [.. _entries];

    /// <summary>Writes that replaced other bytes under the same key: promise 2 says there are none.</summary>
    public IEnumerable<JournalEntry> Overwrites =>
        _entries.Where(entry => entry.Kind == JournalKind.Put && entry.Replaced is not null && entry.Replaced != entry.Sha256);

    public void Append(JournalKind kind, string bucket, StoredObject stored, string? replaced) =>
        _entries.Enqueue(new JournalEntry(
            RunOrder.Next(), time.GetUtcNow(), kind, bucket, stored.Key, stored.VersionId, stored.Size, stored.ETag,
            stored.Sha256, replaced));
}

internal enum JournalKind
{
    Put,
    Delete,
    DeleteMarker,
}

/// <param name="Sequence">From <see cref="RunOrder"/>.</param>
/// <param name="Sha256">Hex; empty for a delete marker.</param>
/// <param name="Replaced">SHA-256 of the current bytes that this write hid or removed; null if there were none.</param>
internal sealed record JournalEntry(
    long Sequence, DateTimeOffset Time, JournalKind Kind, string Bucket, string Key, string VersionId, long Size, string ETag,
    string Sha256, string? Replaced);
