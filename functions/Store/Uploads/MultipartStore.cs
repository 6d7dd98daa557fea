using Longshore.Store.Probe;

namespace Longshore.Store.Uploads;

/// <summary>Multipart uploads. Every method retries and may be called again: a part sent twice replaces itself.</summary>
public sealed class MultipartStore(
    ObjectSender sender, S3Store store, RequestRetry retry, StoreProbe probe, IOptions<S3Options> options)
{
    private readonly RequestHeaders _headers = new(options.Value);
    private readonly UploadRequests _requests = new(sender, new RequestHeaders(options.Value));

    /// <summary>Begins an upload. A second call begins a second upload, so note the id to continue or abort it.</summary>
    public async Task<MultipartUpload> BeginAsync(string key, ObjectDetails details, CancellationToken cancellation) =>
        new(key, await retry.RunAsync($"Beginning the upload of {key}", token => _requests.BeginAsync(key, details, token),
            cancellation, writes: key));

    /// <summary>Whether the store computes the checksum of a listed part itself. Other stores may repeat the sent one.</summary>
    public async Task<bool> ProvesPartsAsync(CancellationToken cancellation) =>
        (await probe.AbilitiesAsync(cancellation)).ProvesParts;

    /// <summary>The parts in the store by number, with their checksums; null if the store says that the upload is gone.</summary>
    public async Task<Dictionary<int, UploadedPart>?> ListPartsAsync(MultipartUpload upload, CancellationToken cancellation)
    {
        var parts = new Dictionary<int, UploadedPart>();
        int? after = 0;
        try
        {
            while (after is { } marker)
            {
                var page = await retry.RunAsync($"Listing the parts of {upload.Key}", async token =>
                {
                    var answer = await _requests.ListPartsAsync(upload.Key, upload.Id, marker, token);
                    return answer.Next is null || answer.Next > marker
                        ? answer : throw new WrongAnswerException("the list of parts does not go on");
                }, cancellation);
                foreach (var (number, part) in page.Parts)
                    parts[number] = part;
                after = page.Next;
            }

            return parts;
        }
        catch (RequestRefusedException e) when (StoreErrors.IsAbsent(e))
        {
            return null;
        }
    }

    public async Task<UploadedPart> PutPartAsync(
        MultipartUpload upload, int number, ReadOnlyMemory<byte> body, Action? onThrottle, CancellationToken cancellation)
    {
        var sha256 = Sha256.Base64(body.Span);
        var query = string.Create(CultureInfo.InvariantCulture, $"partNumber={number}&{UploadRequests.Query(upload.Id)}");
        return await retry.RunAsync($"Putting part {number} of {upload.Key}", async token =>
        {
            var sent = await sender.PutAsync(upload.Key, query, body, sha256, _headers.Part(), token);
            return new UploadedPart(sent.ETag, sha256, body.Length);
        }, cancellation, onThrottle, writes: upload.Key);
    }

    /// <summary>Makes the object from its parts if the key is free.</summary>
    /// <param name="parts">All parts in order.</param>
    /// <param name="checksum">The composite checksum of these parts.</param>
    /// <param name="size">Bytes of the whole object.</param>
    /// <param name="ifMatch">If set, replaces only the object with this ETag; the key need not be free.</param>
    /// <returns>
    /// <see cref="WriteResult.Taken"/> also if the upload is gone: compare the object. After <see cref="WriteResult.Unproven"/>
    /// the caller must compare it too.
    /// </returns>
    public async Task<PutResult> CompleteAsync(
        MultipartUpload upload, IReadOnlyList<UploadedPart> parts, string checksum, long size, CancellationToken cancellation,
        string? ifMatch = null)
    {
        var can = await probe.AbilitiesAsync(cancellation);
        try
        {
            return await retry.RunAsync($"Completing {upload.Key}",
                token => ifMatch is null && can.OnComplete != ConditionSupport.Honoured
                ? store.IfFreeAsync(upload.Key, can, SendAsync, token)
                : SendAsync(token), cancellation, writes: upload.Key);
        }
        catch (RequestRefusedException e) when (e.Status == HttpStatusCode.PreconditionFailed || StoreErrors.IsAbsent(e))
        {
            // NoSuchUpload: an earlier answer was lost, or another process completed or aborted the upload.
            return new PutResult(WriteResult.Taken);
        }

        async Task<PutResult> SendAsync(CancellationToken token)
        {
            var completed = await _requests.CompleteAsync(
                upload.Key, upload.Id, parts, checksum, size, can.OnComplete != ConditionSupport.Refused, ifMatch, token);
            return can.ProvesParts ? completed : completed with { Result = WriteResult.Unproven };
        }
    }

    /// <summary>Aborts the upload and drops its parts. An upload that is already gone is no error.</summary>
    public async Task AbortAsync(MultipartUpload upload, CancellationToken cancellation)
    {
        try
        {
            await retry.RunAsync($"Aborting the upload of {upload.Key}",
                token => _requests.AbortAsync(upload.Key, upload.Id, token), cancellation);
        }
        catch (RequestRefusedException e) when (StoreErrors.IsAbsent(e))
        {
        }
    }
}

/// <param name="Key">The key of the future object.</param>
/// <param name="Id">The store's id of the upload.</param>
public readonly record struct MultipartUpload(string Key, string Id);

/// <param name="ETag">Without quotes.</param>
/// <param name="Checksum">SHA-256 in Base64.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Written">When it was put, by the store's clock; null unless a listing tells it.</param>
public readonly record struct UploadedPart(string ETag, string Checksum, long Size, DateTimeOffset? Written = null);
