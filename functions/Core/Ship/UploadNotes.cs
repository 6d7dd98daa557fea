using Longshore.Store.Uploads;

namespace Longshore.Core.Ship;

/// <summary>The notes in the bucket that let a multipart upload be continued. Every method may be repeated.</summary>
public sealed class UploadNotes(MultipartStore uploads, S3Store store, StateKeys keys)
{
    private const int LargestNote = 64 << 10;

    /// <summary>
    /// The note of an upload of this key, or null. A note that cannot be read counts as none: a new upload is begun.
    /// </summary>
    public async Task<UploadState?> FindAsync(string key, CancellationToken cancellation)
    {
        var note = keys.Upload(key);
        return await store.FindAsync(note, cancellation) is null ? null : await ReadAsync(note, cancellation);
    }

    /// <summary>The notes of all uploads that were left, those of other volumes included.</summary>
    public IAsyncEnumerable<ListedObject> ListAsync(CancellationToken cancellation) =>
        store.ListAsync(keys.Uploads, "", cancellation);

    /// <summary>
    /// A note that is listed. Null if it is gone by now, or is dropped: it is too large or cannot be read, names no upload, or
    /// another key than the one that it is kept for. Of such a note nothing is ever sent to the store.
    /// </summary>
    public async Task<UploadState?> ReadAsync(string note, CancellationToken cancellation)
    {
        byte[]? body;
        try
        {
            body = await store.ReadAsync(note, LargestNote, cancellation);
        }
        catch (ObjectTooLargeException)
        {
            body = [];
        }

        if (body is null)
            return null;
        if (RecordJson.TryRead(body, StoreJson.Default.UploadState) is { Key.Length: > 0 } state
            && !string.IsNullOrWhiteSpace(state.UploadId) && keys.Upload(state.Key) == note)
            return state;
        await store.DeleteAsync(note, cancellation);
        return null;
    }

    /// <summary>Begins an upload and notes it, so that it can be continued or aborted later.</summary>
    /// <returns>The note that holds: another process may have begun the same upload first.</returns>
    public async Task<UploadState> BeginAsync(
        string key, long partBytes, UploadSource source, ObjectDetails details, CancellationToken cancellation)
    {
        var upload = await uploads.BeginAsync(key, details, cancellation);
        var fingerprint = source.Fingerprint;
        var state = new UploadState
        {
            Key = key,
            UploadId = upload.Id,
            PartBytes = partBytes,
            Size = fingerprint.Size,
            Modified = fingerprint.Modified,
            Changed = fingerprint.Changed,
            Inode = fingerprint.Inode,
            Volume = source.Volume,
            Path = source.Path,
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(state, StoreJson.Default.UploadState);
        var noted = await store.PutAsync(keys.Upload(key), body, Sha256.Base64(body), null, cancellation);
        // Taken may mean that the answer to our own note was lost, and unproven that the store tells no checksum: the upload's id
        // tells whose it is.
        if (noted.Result == WriteResult.Written || await FindAsync(key, cancellation) is not { } other
            || other.UploadId == state.UploadId || !other.Continues(key, partBytes, fingerprint))
            return state;
        await uploads.AbortAsync(upload, cancellation);
        return other;
    }

    /// <summary>Aborts an upload that nobody will continue, and drops its note unless it is another one by now.</summary>
    public async Task AbandonAsync(UploadState state, ListedObject note, CancellationToken cancellation)
    {
        await uploads.AbortAsync(state.Upload, cancellation);
        if (await store.FindAsync(note.Key, cancellation) is { } now && now.ETag == note.ETag)
            await store.DeleteAsync(note.Key, cancellation);
    }

    /// <summary>Aborts an upload and drops its note.</summary>
    public async Task AbortAsync(UploadState state, CancellationToken cancellation)
    {
        await uploads.AbortAsync(state.Upload, cancellation);
        await ForgetAsync(state.Key, cancellation);
    }

    /// <summary>Drops the note, once the upload is completed or aborted.</summary>
    public Task ForgetAsync(string key, CancellationToken cancellation) => store.DeleteAsync(keys.Upload(key), cancellation);
}

/// <summary>The file that an upload is of.</summary>
/// <param name="Volume">The volume's name.</param>
/// <param name="Path">Relative to its root.</param>
public readonly record struct UploadSource(string Volume, string Path, Fingerprint Fingerprint);
