namespace Longshore.Store.Objects;

/// <summary>
/// Reads listings and objects, and deletes Longshore's notes. Sends once; <see cref="RequestRetry"/> retries. Every method throws
/// what <see cref="ObjectSender.PutAsync"/> throws. Safe for concurrent use.
/// </summary>
internal sealed class ObjectReader(ObjectSender sender, RequestHeaders headers)
{
    private const int UsualPage = 512 << 10;
    private const int HashedAtOnce = 64 << 10;

    /// <summary>One page of a listing.</summary>
    /// <param name="query">Percent-encoded and sorted; contains <c>list-type=2</c>.</param>
    /// <exception cref="IOException">The answer is not a complete listing.</exception>
    public Task<ListPage> ListAsync(string query, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, "", query, headers.Read(), static (response, token) =>
            ResponseBody.ReadXmlAsync(response, ListPage.Read, "a listing", token, UsualPage), cancellation);

    /// <summary>Reads a small object and checks it against the store's checksum.</summary>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="ObjectTooLargeException">It has more than <paramref name="most"/> bytes.</exception>
    /// <exception cref="IOException">The bytes are cut, or do not match the store's checksum.</exception>
    public Task<byte[]> ReadAsync(string key, int most, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, key, "", headers.ReadWithChecksum(), (response, token) =>
            ResponseBody.ReadAsync(response, UsualPage, most, body =>
                ObjectSender.Header(response, ObjectSender.Checksum) is { } told && told != Sha256.Base64(body)
                    ? throw new WrongAnswerException("the bytes do not match the checksum in the answer")
                    : body.ToArray(),
            () => new ObjectTooLargeException($"{key} is larger than the {most} bytes that are read."), token), cancellation);

    /// <summary>What HEAD tells of the object; null for any 404, since an answer to HEAD has no body with a code.</summary>
    public async Task<ToldHead?> HeadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await sender.AskAsync(HttpMethod.Head, key, "", headers.ReadWithChecksum(),
                static (response, _) => Task.FromResult<ToldHead?>(new ToldHead(
                response.Content.Headers.ContentLength,
                ETag.Of(ObjectSender.Header(response, "ETag")),
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
    /// Whether the object exists. An answer to HEAD has no body with a code, so a 404 without the store's request id may be a
    /// proxy's: then GET asks again.
    /// </summary>
    /// <returns>False only if the store itself says that the object does not exist.</returns>
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

    /// <summary>SHA-256 in Base64 of each range of the object with this ETag; null if another object is there.</summary>
    /// <param name="size">Bytes of the object.</param>
    /// <param name="ranges">In the order of their offsets; they do not overlap.</param>
    /// <exception cref="IOException">The answer is cut, or has no ETag.</exception>
    public Task<string[]?> HashAsync(
        string key, string etag, long size, IReadOnlyList<ByteRange> ranges, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, key, "", headers.Read(), async (response, token) =>
        {
            var found = ETag.Of(ObjectSender.Header(response, "ETag"));
            if (found.Length == 0)
                throw WrongAnswerException.Of(response, "an object with its ETag");
            if (found != etag)
                return null;
            using var stream = await response.Content.ReadAsStreamAsync(token);
            using var hashes = new RangeHashes(ranges);
            using var buffer = MemoryPool<byte>.Shared.Rent(HashedAtOnce);
            var count = 0L;
            for (int read; (read = await stream.ReadAsync(buffer.Memory, token)) > 0; count += read)
                hashes.Append(buffer.Memory.Span[..read]);
            return count == size ? hashes.End()
                : throw new WrongAnswerException($"{count} bytes came instead of {size}");
        }, cancellation, bytes: size);

    public Task<bool> DeleteAsync(string key, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Delete, key, "", headers.Read(), static (_, _) => Task.FromResult(true), cancellation);

    /// <summary>The bucket's versioning, such as <c>Enabled</c>; null if it never had any.</summary>
    /// <exception cref="IOException">The answer is not such a document.</exception>
    public Task<string?> VersioningAsync(CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Get, "", "versioning", headers.Read(), static (response, token) =>
            ResponseBody.ReadXmlAsync(response, static body =>
                XmlFields.Read(body, "VersioningConfiguration", "Status").GetValueOrDefault("Status"),
                "the bucket's versioning", token), cancellation);
}

/// <summary>What HEAD tells of an object. A value is null if the store or a proxy leaves it out.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Without quotes; empty if left out.</param>
/// <param name="VersionId">None on a bucket without versioning.</param>
/// <param name="Checksum">As in <see cref="ObjectHead"/>.</param>
/// <param name="PartBytes">As in <see cref="ObjectHead"/>.</param>
internal sealed record ToldHead(long? Size, string ETag, string? VersionId, string? Checksum, long? PartBytes);
