using Longshore.Store.HotPath;
using Longshore.Store.Uploads;

namespace Longshore.Core.Ship;

/// <summary>The notes in the bucket with which a multipart upload can be continued. Every method may be called again.</summary>
public sealed class UploadNotes(MultipartStore uploads, S3Store store, StateKeys keys)
{
    private const int LargestNote = 64 << 10;

    /// <summary>The note of an upload of this key, or null. An unreadable note counts as none.</summary>
    public async Task<UploadState?> FindAsync(string key, CancellationToken cancellation)
    {
        var note = keys.Upload(key);
        return await store.FindAsync(note, cancellation) is { } listed && await ReadAsync(note, cancellation) is { } state
            ? state with { Noted = listed.Modified } : null;
    }

    /// <summary>The notes of all unfinished uploads, also of other volumes.</summary>
    public IAsyncEnumerable<ListedObject> ListAsync(CancellationToken cancellation) =>
        store.ListAsync(keys.Uploads, "", cancellation);

    /// <summary>
    /// Reads a listed note. Returns null if it is gone. Returns null and deletes it if it is too large or unreadable, or if it
    /// names no upload or another key than the one it is stored for: no request may follow such a note.
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
        if (RecordJson.TryRead(body, UploadJson.Default.UploadState) is { Key.Length: > 0 } state
            && !string.IsNullOrWhiteSpace(state.UploadId) && keys.Upload(state.Key) == note)
            return state;
        await store.DeleteAsync(note, cancellation);
        return null;
    }

    /// <summary>Begins an upload and writes its note, so that it can be continued or aborted later.</summary>
    /// <returns>The valid note: another process may have begun the same upload first.</returns>
    internal async Task<UploadState> BeginAsync(
        Shipment shipment, string volume, long partBytes, CancellationToken cancellation)
    {
        var (key, fingerprint) = (shipment.Key, shipment.Stat.Fingerprint);
        var details = new ObjectDetails(fingerprint.Modified, shipment.Stat.Mode, partBytes);
        var upload = await uploads.BeginAsync(key, details, cancellation);
        var state = new UploadState
        {
            Key = key,
            UploadId = upload.Id,
            PartBytes = partBytes,
            Size = fingerprint.Size,
            Modified = fingerprint.Modified,
            Changed = fingerprint.Changed,
            Inode = fingerprint.Inode,
            Volume = volume,
            Path = shipment.File.Path,
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(state, UploadJson.Default.UploadState);
        var noted = await store.PutAsync(keys.Upload(key), body, Sha256.Base64(body), null, cancellation);
        // Taken may mean that the answer to this PUT was lost, so the upload's id decides whose note it is.
        if (noted.Result == WriteResult.Written || await FindAsync(key, cancellation) is not { } other
            || other.UploadId == state.UploadId || !other.Continues(key, partBytes, fingerprint))
            return state;
        await uploads.AbortAsync(upload, cancellation);
        return other;
    }

    /// <summary>Aborts an upload and deletes its note.</summary>
    public async Task AbortAsync(UploadState state, CancellationToken cancellation)
    {
        await uploads.AbortAsync(state.Upload, cancellation);
        await ForgetAsync(state, cancellation);
    }

    /// <summary>
    /// Deletes the note of an upload that was completed or aborted. If the note names another upload by now, it stays: without
    /// it, the parts of that upload would stay in the bucket if its process dies.
    /// </summary>
    public async Task ForgetAsync(UploadState state, CancellationToken cancellation)
    {
        var note = keys.Upload(state.Key);
        if (await ReadAsync(note, cancellation) is { } now && now.UploadId == state.UploadId)
            await store.DeleteAsync(note, cancellation);
    }
}
