namespace Longshore.Store.Objects;

/// <summary>
/// Reads listings and objects, and deletes Longshore's own notes. Sends once; <see cref="StoreCalls"/> retries. Every method
/// fails as <see cref="ObjectSender.PutAsync"/> does. Safe for concurrent use.
/// </summary>
internal sealed class ObjectReader(ObjectSender sender, RequestHeaders headers)
{
    private const int UsualPage = 512 << 10;

    /// <summary>A thousand keys of 1,024 bytes, each byte percent-encoded, take half of it.</summary>
    private const int LargestPage = 8 << 20;

    /// <summary>One page of a listing.</summary>
    /// <param name="query">Percent-encoded and sorted, with <c>list-type=2</c>.</param>
    /// <exception cref="IOException">The answer is not a whole listing.</exception>
    public Task<ListPage> ListAsync(string query, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, "", query, headers.Read(), static async (response, token) =>
        {
            using var body = await ResponseBody.ReadAsync(response, UsualPage, LargestPage, token)
                ?? throw new IOException($"A listing of more than {LargestPage} bytes is none.");
            try
            {
                return ListPage.Read(body.Bytes.Span);
            }
            catch (FormatException e)
            {
                throw new IOException(e.Message, e);
            }
        }, cancellation);

    /// <summary>A small object, whole and as the store's checksum has it.</summary>
    /// <param name="most">Bytes that it may have.</param>
    /// <exception cref="ObjectTooLargeException">It has more.</exception>
    /// <exception cref="IOException">The bytes are cut, or not those of the store's checksum.</exception>
    public Task<byte[]> ReadAsync(string key, int most, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, key, "", headers.ReadWithChecksum(), async (response, token) =>
        {
            using var body = await ResponseBody.ReadAsync(response, UsualPage, most, token)
                ?? throw new ObjectTooLargeException($"{key} is larger than the {most} bytes that are read.");
            if (ObjectSender.Header(response, ObjectSender.Checksum) is { } theirs && theirs != Sha256.Base64(body.Bytes.Span))
                throw new IOException($"Reading {key}: the bytes are not those of the checksum in the store's answer.");
            return body.Bytes.ToArray();
        }, cancellation);

    /// <summary>
    /// What HEAD tells; null if the store says that there is no such object. The answer has no body to give a code in.
    /// </summary>
    public async Task<ToldHead?> HeadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await sender.AskAsync(HttpMethod.Head, key, "", headers.ReadWithChecksum(),
                static (response, _) => Task.FromResult<ToldHead?>(new ToldHead(
                response.Content.Headers.ContentLength,
                S3Store.Unquoted(ObjectSender.Header(response, "ETag")),
                ObjectSender.Header(response, "x-amz-version-id"),
                ObjectSender.Header(response, ObjectSender.Checksum),
                long.TryParse(ObjectSender.Header(response, $"x-amz-meta-{ObjectDetails.PartBytesName}"), NumberStyles.None,
                    CultureInfo.InvariantCulture, out var bytes) ? bytes : null)), cancellation);
        }
        catch (RequestRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether there is an object. An answer to HEAD has no body to give a code in: a 404 that does not carry the store's request
    /// id may be a proxy's, and GET asks again.
    /// </summary>
    /// <returns>False only if the store itself says that there is none.</returns>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await sender.AskAsync(HttpMethod.Head, key, "", headers.Read(), static (_, _) => Task.FromResult(true),
                cancellation);
        }
        catch (RequestRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            if (!string.IsNullOrEmpty(e.RequestId))
                return false;
        }

        try
        {
            return await sender.AskAsync(HttpMethod.Get, key, "", headers.Read(), static (_, _) => Task.FromResult(true),
                cancellation);
        }
        catch (RequestRefusedException e) when (StoreErrors.IsAbsent(e))
        {
            return false;
        }
    }

    /// <summary>SHA-256 in Base64 of the object with this ETag; null if another stands there.</summary>
    /// <param name="size">Its bytes.</param>
    /// <exception cref="IOException">The answer is cut, or does not say of which object it is.</exception>
    public Task<string?> HashAsync(string key, string etag, long size, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, key, "", headers.ReadIfMatch(etag), async (response, token) =>
        {
            var theirs = S3Store.Unquoted(ObjectSender.Header(response, "ETag"));
            if (theirs.Length == 0)
                throw new IOException($"Reading {key}: the store's answer carries no ETag.");
            if (theirs != etag)
                return null;
            using var stream = new CountedStream(await response.Content.ReadAsStreamAsync(token));
            var hash = Convert.ToBase64String(await SHA256.HashDataAsync(stream, token));
            return stream.Count == size ? hash : throw new IOException($"Reading {key}: {stream.Count} bytes came of {size}.");
        }, cancellation, bytes: size);

    public Task<bool> DeleteAsync(string key, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Delete, key, "", headers.Read(), static (_, _) => Task.FromResult(true), cancellation);

    /// <summary>The bucket's versioning, such as <c>Enabled</c>; null if it never had one.</summary>
    /// <exception cref="IOException">The answer is no such document.</exception>
    public Task<string?> VersioningAsync(CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, "", "versioning", headers.Read(), static async (response, token) =>
            (await XmlAnswer.ReadAsync(response, "VersioningConfiguration", token, "Status")).GetValueOrDefault("Status"),
            cancellation);

    /// <summary>Counts what is read from another stream, which it owns.</summary>
    private sealed class CountedStream(Stream inner) : PassThroughStream(inner)
    {
        public long Count { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            Count += read;
            return read;
        }
    }
}

/// <summary>What HEAD tells of an object. Null is not told, which some stores and proxies do.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Without quotes; empty is not told.</param>
/// <param name="VersionId">None on a bucket without versioning.</param>
/// <param name="Checksum">As in <see cref="ObjectHead"/>.</param>
/// <param name="PartBytes">As in <see cref="ObjectHead"/>.</param>
internal sealed record ToldHead(long? Size, string ETag, string? VersionId, string? Checksum, long? PartBytes);
