using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Storage.HotPath;
using Longshore.Storage.Probe;
using Microsoft.Extensions.Options;

namespace Longshore.Storage.Objects;

/// <summary>
/// The bucket. Every method may be called twice with the same arguments without harm, retries by itself
/// (<see cref="StoreCalls"/>), and throws <see cref="StoreUnavailableException"/> when the store cannot serve: absence is only ever
/// reported when the store has said so.
/// </summary>
internal sealed class S3Store(IAmazonS3 s3, ObjectSender sender, StoreCalls calls, StoreProbe probe, IOptions<S3Options> options)
{
    private readonly ObjectReader _reader = new(sender, new RequestHeaders(options.Value));
    private readonly S3Options _options = options.Value;
    private readonly RequestHeaders _headers = new(options.Value);

    public string Bucket => _options.Bucket;

    private string? Owner => string.IsNullOrEmpty(_options.ExpectedBucketOwner) ? null : _options.ExpectedBucketOwner;

    /// <summary>
    /// Puts a whole object if its key is free. The store checks the bytes against <paramref name="sha256"/> and keeps it.
    /// </summary>
    /// <param name="ifMatch">Replaces exactly the object with this ETag instead of demanding a free key.</param>
    public async Task<PutResult> PutAsync(string key, ReadOnlyMemory<byte> body, string sha256, ObjectDetails? details,
        CancellationToken cancellation, Action? onThrottle = null, string? ifMatch = null)
    {
        var can = await probe.AbilitiesAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await calls.RunAsync($"Putting {key}", async token =>
            {
                if (ifMatch is null && can.OnPut != ConditionSupport.Honoured && await IsTakenAsync(key, token).ConfigureAwait(false))
                    return new PutResult(WriteResult.Taken);
                var sent = await sender.PutAsync(
                    key, "", body, sha256, _headers.Whole(details, can.OnPut != ConditionSupport.Refused, ifMatch), token).ConfigureAwait(false);
                return new PutResult(sent.IsProven && can.ProvesWhole ? WriteResult.Written : WriteResult.Unproven, sent.ETag, sent.VersionId);
            }, cancellation, onThrottle).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return new PutResult(WriteResult.Taken);
        }
    }

    /// <summary>
    /// Puts one of Longshore's own records. A key that holds these very bytes counts as written: the answer to an earlier try was lost.
    /// </summary>
    /// <returns>False if the key holds another record.</returns>
    public async Task<bool> PutRecordAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var sha256 = Sha256.Base64(body.Span);
        var put = await PutAsync(key, body, sha256, null, cancellation).ConfigureAwait(false);
        if (put.Result == WriteResult.Written)
            return true;
        if (await HeadAsync(key, cancellation).ConfigureAwait(false) is not { } head)
            return false;
        return (head.IsProven ? head.Checksum : await HashAsync(key, head.ETag, cancellation).ConfigureAwait(false)) == sha256;
    }

    /// <returns>Null if the store says that there is no such object.</returns>
    public async Task<ObjectHead?> HeadAsync(string key, CancellationToken cancellation)
    {
        var can = await probe.AbilitiesAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await calls.RunAsync($"Looking at {key}", async token =>
            {
                var head = await s3.GetObjectMetadataAsync(new GetObjectMetadataRequest
                {
                    BucketName = Bucket,
                    Key = key,
                    ChecksumMode = ChecksumMode.ENABLED,
                    ExpectedBucketOwner = Owner,
                }, token).ConfigureAwait(false);
                long? partBytes = long.TryParse(head.Metadata[ObjectDetails.PartBytesName], CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
                var checksum = string.IsNullOrEmpty(head.ChecksumSHA256) ? null : head.ChecksumSHA256;
                return new ObjectHead(
                    head.ContentLength, Unquoted(head.ETag), head.VersionId, checksum, partBytes, checksum is not null && can.Proves(checksum));
            }, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads the whole object and hashes it: SHA-256 in Base64. Null if the object with this ETag is gone.</summary>
    public async Task<string?> HashAsync(string key, string etag, CancellationToken cancellation)
    {
        try
        {
            return await calls.RunAsync($"Reading {key}", async token =>
            {
                using var response = await s3.GetObjectAsync(new GetObjectRequest
                {
                    BucketName = Bucket,
                    Key = key,
                    EtagToMatch = etag,
                    ExpectedBucketOwner = Owner,
                }, token).ConfigureAwait(false);
                return Convert.ToBase64String(await SHA256.HashDataAsync(response.ResponseStream, token).ConfigureAwait(false));
            }, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Reads a small object whole and checks it against the store's checksum; null if there is none.</summary>
    /// <exception cref="StoreUnavailableException">The body was cut or not what the checksum says beyond the retries, or is over <paramref name="most"/> bytes.</exception>
    public async Task<byte[]?> ReadAsync(string key, int most, CancellationToken cancellation)
    {
        try
        {
            return await calls.RunAsync($"Reading {key}", token => _reader.ReadAsync(key, most, token), cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Lists objects in the byte order of their keys, a request per 1,000.</summary>
    /// <param name="startAfter">Exclusive; empty starts at the beginning.</param>
    public async IAsyncEnumerable<ListedObject> ListAsync(string prefix, string startAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            var query = Query(prefix, next is null ? startAfter : "", next);
            var sent = next;
            var page = await calls.RunAsync($"Listing {Bucket}/{prefix}", async token =>
            {
                var answer = await _reader.ListAsync(query, token).ConfigureAwait(false);
                return answer.Next is null || answer.Next != sent ? answer : throw new IOException($"The listing of {Bucket}/{prefix} does not go on.");
            }, cancellation).ConfigureAwait(false);
            foreach (var item in page.Objects)
                yield return item;
            next = page.Next;
        }
        while (next is not null);
    }

    /// <summary>
    /// Sorted by name, as it is signed. Keys come percent-encoded: XML has no way to write some characters of a key, and reads others as a
    /// different one, a line break among them.
    /// </summary>
    private static string Query(string prefix, string startAfter, string? token)
    {
        var query = token is null ? "" : $"continuation-token={Uri.EscapeDataString(token)}&";
        query += $"encoding-type=url&list-type=2&prefix={Uri.EscapeDataString(prefix)}";
        return startAfter.Length == 0 ? query : $"{query}&start-after={Uri.EscapeDataString(startAfter)}";
    }

    /// <summary>
    /// Looks for one key by listing it: a GET of a missing key is answered 403 where the role may list only some prefixes, and
    /// then absence and refusal look alike.
    /// </summary>
    /// <returns>Null if S3 does not list the key.</returns>
    public async Task<ListedObject?> FindAsync(string key, CancellationToken cancellation)
    {
        // A key sorts before every longer key that starts with it.
        await foreach (var item in ListAsync(key, "", cancellation).ConfigureAwait(false))
            return item.Key == key ? item : null;
        return null;
    }

    /// <summary>
    /// Looks for a key right before it is written, where the store does not refuse a taken one. Asks once: it is part of a write, which is
    /// tried again as a whole and looks anew.
    /// </summary>
    public async Task<bool> IsTakenAsync(string key, CancellationToken cancellation)
    {
        var page = await _reader.ListAsync(Query(key, "", null), cancellation).ConfigureAwait(false);
        return page.Objects is [{ } first, ..] && first.Key == key;
    }

    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        calls.RunAsync($"Deleting {key}", token => s3.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = Bucket, Key = key, ExpectedBucketOwner = Owner }, token), cancellation);

    /// <summary>Whether every version of an object is kept, which <c>OnConflict=Overwrite</c> needs.</summary>
    public async Task<bool> IsVersionedAsync(CancellationToken cancellation)
    {
        var response = await calls.RunAsync($"Reading the versioning of {Bucket}", token => s3.GetBucketVersioningAsync(
            new GetBucketVersioningRequest { BucketName = Bucket, ExpectedBucketOwner = Owner }, token), cancellation).ConfigureAwait(false);
        return response.VersioningConfig?.Status == VersionStatus.Enabled;
    }

    internal static string Unquoted(string? etag) => etag?.Trim('"') ?? "";
}
