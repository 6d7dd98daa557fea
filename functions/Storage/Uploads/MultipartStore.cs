using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.S3;
using Longshore.Storage.HotPath;
using Longshore.Storage.Objects;
using Longshore.Storage.Probe;
using Microsoft.Extensions.Options;

namespace Longshore.Storage.Uploads;

/// <summary>
/// Multipart uploads and the notes that let one be continued. Every method may be repeated; a part sent twice replaces itself, and
/// an upload that is gone is reported as such.
/// </summary>
internal sealed class MultipartStore(
    ObjectSender sender, S3Store store, StoreCalls calls, StoreProbe probe, StateKeys keys, IOptions<S3Options> options)
{
    private const int LargestNote = 64 << 10;
    private readonly RequestHeaders _headers = new(options.Value);
    private readonly UploadRequests _requests = new(sender, new RequestHeaders(options.Value));

    /// <summary>The note of an upload of this key, or null. A note that cannot be read counts as none: a new upload is begun.</summary>
    public async Task<UploadState?> FindAsync(string key, CancellationToken cancellation)
    {
        var note = keys.Upload(key);
        return await store.FindAsync(note, cancellation).ConfigureAwait(false) is null ? null : await ReadAsync(note, cancellation).ConfigureAwait(false);
    }

    /// <summary>The notes of all uploads that were left, those of other volumes included.</summary>
    public IAsyncEnumerable<ListedObject> NotesAsync(CancellationToken cancellation) => store.ListAsync(keys.Uploads, "", cancellation);

    /// <summary>
    /// A note that is listed; null if it is gone by now, or is dropped: it is too large or cannot be read, names no upload, or another key than the one that it
    /// is kept for. Of such a note nothing is ever sent to the store.
    /// </summary>
    public async Task<UploadState?> ReadAsync(string note, CancellationToken cancellation)
    {
        byte[]? body;
        try
        {
            body = await store.ReadAsync(note, LargestNote, cancellation).ConfigureAwait(false);
        }
        catch (ObjectTooLargeException)
        {
            body = [];
        }

        if (body is null)
            return null;
        if (RecordJson.TryRead(body, StoreJson.Default.UploadState) is { Key.Length: > 0 } state && !string.IsNullOrWhiteSpace(state.UploadId) && keys.Upload(state.Key) == note)
            return state;
        await store.DeleteAsync(note, cancellation).ConfigureAwait(false);
        return null;
    }

    /// <summary>Begins an upload and notes it, so that it can be continued or aborted by whoever comes next.</summary>
    /// <returns>The note that holds: another process may have begun the same upload first.</returns>
    public async Task<UploadState> BeginAsync(string key, long partBytes, UploadSource source, ObjectDetails details, CancellationToken cancellation)
    {
        var uploadId = await calls.RunAsync($"Beginning the upload of {key}", token => _requests.BeginAsync(key, details, token), cancellation).ConfigureAwait(false);
        var fingerprint = source.Fingerprint;
        var state = new UploadState
        {
            Key = key,
            UploadId = uploadId,
            PartBytes = partBytes,
            Size = fingerprint.Size,
            Modified = fingerprint.Modified,
            Changed = fingerprint.Changed,
            Inode = fingerprint.Inode,
            Volume = source.Volume,
            Path = source.Path,
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(state, StoreJson.Default.UploadState);
        var noted = await store.PutAsync(keys.Upload(key), body, Sha256.Base64(body), null, cancellation).ConfigureAwait(false);
        // Taken may mean that the answer to our own note was lost, and unproven that the store tells no checksum: the upload's id tells whose it is.
        if (noted.Result == WriteResult.Written || await FindAsync(key, cancellation).ConfigureAwait(false) is not { } other
            || other.UploadId == state.UploadId || !other.Continues(key, partBytes, fingerprint))
            return state;
        await AbortAsync(key, state.UploadId, cancellation).ConfigureAwait(false);
        return other;
    }

    /// <summary>Whether the checksum of a part that the store tells is the store's own, and not what was sent.</summary>
    public async Task<bool> ProvesPartsAsync(CancellationToken cancellation) => (await probe.AbilitiesAsync(cancellation).ConfigureAwait(false)).ProvesParts;

    /// <summary>The parts that the store holds, by number, with their checksums; null if the upload is gone.</summary>
    public async Task<Dictionary<int, UploadedPart>?> ListPartsAsync(UploadState state, CancellationToken cancellation)
    {
        var parts = new Dictionary<int, UploadedPart>();
        int? after = 0;
        try
        {
            while (after is { } marker)
            {
                var page = await calls.RunAsync($"Listing the parts of {state.Key}", async token =>
                {
                    var answer = await _requests.ListPartsAsync(state.Key, state.UploadId, marker, token).ConfigureAwait(false);
                    return answer.Next is null || answer.Next > marker ? answer : throw new IOException($"The list of the parts of {state.Key} does not go on.");
                }, cancellation).ConfigureAwait(false);
                foreach (var (number, part) in page.Parts)
                    parts[number] = part;
                after = page.Next;
            }

            return parts;
        }
        catch (AmazonS3Exception e) when (StoreErrors.IsAbsent(e))
        {
            return null;
        }
    }

    public async Task<UploadedPart> PutPartAsync(UploadState state, int number, ReadOnlyMemory<byte> body, Action? onThrottle, CancellationToken cancellation)
    {
        var sha256 = Sha256.Base64(body.Span);
        var query = string.Create(CultureInfo.InvariantCulture, $"partNumber={number}&{UploadRequests.Query(state.UploadId)}");
        return await calls.RunAsync($"Putting part {number} of {state.Key}", async token =>
        {
            var sent = await sender.PutAsync(state.Key, query, body, sha256, _headers.Part(), token).ConfigureAwait(false);
            return new UploadedPart(sent.ETag, sha256, body.Length);
        }, cancellation, onThrottle).ConfigureAwait(false);
    }

    /// <summary>Makes the object from its parts if the key is free.</summary>
    public async Task<PutResult> CompleteAsync(UploadState state, IReadOnlyList<UploadedPart> parts, CancellationToken cancellation, string? ifMatch = null)
    {
        var can = await probe.AbilitiesAsync(cancellation).ConfigureAwait(false);
        var checksum = CompositeChecksum.Of([.. parts.Select(part => part.Checksum)]);
        try
        {
            return await calls.RunAsync($"Completing {state.Key}", token => ifMatch is null && can.OnComplete != ConditionSupport.Honoured
                ? store.IfFreeAsync(state.Key, can, SendAsync, token)
                : SendAsync(token), cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed || StoreErrors.IsAbsent(e))
        {
            // NoSuchUpload: an earlier answer was lost, or another process completed or aborted it. The key tells which.
            return new PutResult(WriteResult.Taken);
        }

        async Task<PutResult> SendAsync(CancellationToken token)
        {
            var completed = await _requests.CompleteAsync(
                state.Key, state.UploadId, parts, checksum, state.Size, can.OnComplete != ConditionSupport.Refused, ifMatch, token).ConfigureAwait(false);
            var result = completed.Checksum == checksum && can.ProvesParts ? WriteResult.Written : WriteResult.Unproven;
            return new PutResult(result, completed.ETag, completed.VersionId);
        }
    }

    public async Task AbortAsync(string key, string uploadId, CancellationToken cancellation)
    {
        try
        {
            await calls.RunAsync($"Aborting the upload of {key}", token => _requests.AbortAsync(key, uploadId, token), cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (StoreErrors.IsAbsent(e))
        {
            // Gone already, which is what was asked for.
        }
    }

    /// <summary>Aborts an upload that nobody will continue, and drops its note unless it is another one by now.</summary>
    public async Task AbandonAsync(UploadState state, ListedObject note, CancellationToken cancellation)
    {
        await AbortAsync(state.Key, state.UploadId, cancellation).ConfigureAwait(false);
        if (await store.FindAsync(note.Key, cancellation).ConfigureAwait(false) is { } now && now.ETag == note.ETag)
            await store.DeleteAsync(note.Key, cancellation).ConfigureAwait(false);
    }

    /// <summary>Drops the note, once the upload is completed or aborted.</summary>
    public Task ForgetAsync(string key, CancellationToken cancellation) => store.DeleteAsync(keys.Upload(key), cancellation);
}

/// <param name="ETag">Without quotes.</param>
/// <param name="Checksum">SHA-256 in Base64.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Written">When it was put, by the store's clock; only from a listing, and null where that does not say.</param>
internal readonly record struct UploadedPart(string ETag, string Checksum, long Size, DateTimeOffset? Written = null);

/// <summary>The file that an upload is of.</summary>
/// <param name="Volume">The volume's name.</param>
/// <param name="Path">Relative to its root.</param>
internal readonly record struct UploadSource(string Volume, string Path, Files.Fingerprint Fingerprint);
