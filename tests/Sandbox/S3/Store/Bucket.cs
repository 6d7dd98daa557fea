using System.Collections.Concurrent;

namespace Longshore.Sandbox.S3.Store;

internal enum VersioningState
{
    Off,
    Enabled,
    Suspended,
}

/// <summary>A bucket: objects by key, the sorted keys, and unfinished multipart uploads.</summary>
internal sealed class Bucket(string name, string region, DateTimeOffset created, Journal journal)
{
    private readonly ConcurrentDictionary<string, KeyEntry> _entries = new(StringComparer.Ordinal);
    private readonly KeyIndex _index = new();

    public string Name => name;
    public string Region => region;
    public DateTimeOffset Created => created;
    public VersioningState Versioning { get; set; }
    public ConcurrentDictionary<string, MultipartUpload> Uploads { get; } = new();

    /// <summary>Keys in S3's order; some may hold nothing any more.</summary>
    public string[] Keys() => _index.Snapshot();

    public KeyEntry? Entry(string key) => _entries.GetValueOrDefault(key);

    public StoredObject? Get(string key) => Entry(key)?.Current;

    /// <summary>Every current object in S3's order.</summary>
    public IEnumerable<StoredObject> Objects() => Keys().Select(Get).OfType<StoredObject>();

    public bool IsEmpty => !Keys().Any(key => Entry(key)?.Latest is not null);

    /// <summary>Stores an object; the version id is set here.</summary>
    /// <param name="check">Sees the current object under the key's lock and throws to refuse the write.</param>
    public StoredObject Put(StoredObject stored, Action<StoredObject?> check)
    {
        var entry = EntryFor(stored.Key);
        lock (entry.Lock)
        {
            check(entry.Current);
            var replaced = entry.Current?.Sha256;
            stored.VersionId = NextVersionId();
            // Written down before it can be seen, so that what others do with the object has a later number.
            journal.Append(JournalKind.Put, name, stored, replaced);
            entry.Push(stored);
        }
        return stored;
    }

    /// <summary>
    /// Without a version id: removes the object, or hides it with a delete marker where there is versioning. With one:
    /// removes that version. Deleting what is not there is no error. Returns the marker or version concerned, or null.
    /// </summary>
    public StoredObject? Delete(string key, string? versionId, DateTimeOffset now)
    {
        if (versionId is null && Versioning != VersioningState.Off)
            return PushMarker(key, now);
        if (Entry(key) is not { } entry)
            return null;
        lock (entry.Lock)
        {
            var current = entry.Current;
            var removed = entry.Remove(versionId ?? "null");
            if (removed is not null)
                journal.Append(JournalKind.Delete, name, removed, current == removed ? removed.Sha256 : null);
            return removed;
        }
    }

    private StoredObject PushMarker(string key, DateTimeOffset now)
    {
        var marker = new StoredObject
        {
            Key = key,
            Body = Body.Empty,
            ETag = "",
            Sha256 = "",
            LastModified = now,
            IsDeleteMarker = true,
            VersionId = NextVersionId(),
        };
        var entry = EntryFor(key);
        lock (entry.Lock)
        {
            var replaced = entry.Current?.Sha256;
            entry.Push(marker);
            journal.Append(JournalKind.DeleteMarker, name, marker, replaced);
        }
        return marker;
    }

    private KeyEntry EntryFor(string key)
    {
        if (_entries.TryGetValue(key, out var found))
            return found;
        lock (_index)
        {
            // Indexed before it can be found: no write can end without being listed.
            if (_entries.TryGetValue(key, out found))
                return found;
            _index.Add(key);
            return _entries[key] = new KeyEntry();
        }
    }

    private string NextVersionId() =>
        Versioning == VersioningState.Enabled ? Guid.NewGuid().ToString("N") : "null";
}
