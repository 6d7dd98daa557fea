namespace Longshore.Sandbox.S3.Store;

/// <summary>All versions under one key. A change and its check happen under one lock: conditional writes are atomic.</summary>
internal sealed class KeyEntry
{
    private readonly List<StoredObject> _versions = [];
    private StoredObject? _latest;

    public Lock Lock { get; } = new();

    /// <summary>The newest version, which may be a delete marker; null if nothing is left.</summary>
    public StoredObject? Latest => Volatile.Read(ref _latest);

    /// <summary>What a plain GET sees.</summary>
    public StoredObject? Current => Latest is { IsDeleteMarker: false } current ? current : null;

    /// <summary>Newest first.</summary>
    public StoredObject[] Versions()
    {
        lock (Lock)
            return [.. Enumerable.Reverse(_versions)];
    }

    /// <summary>Call under <see cref="Lock"/>. Replaces a version with the same id (the <c>null</c> version).</summary>
    public void Push(StoredObject version)
    {
        _versions.RemoveAll(old => old.VersionId == version.VersionId);
        _versions.Add(version);
        Volatile.Write(ref _latest, version);
    }

    /// <summary>Call under <see cref="Lock"/>. Null if there is no such version.</summary>
    public StoredObject? Remove(string versionId)
    {
        var found = _versions.Find(version => version.VersionId == versionId);
        if (found is not null)
            _versions.Remove(found);
        Volatile.Write(ref _latest, _versions.Count == 0 ? null : _versions[^1]);
        return found;
    }
}
