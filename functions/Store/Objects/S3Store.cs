using System.Runtime.CompilerServices;
using Longshore.Store.Probe;

namespace Longshore.Store.Objects;

/// <summary>
/// The bucket. Every method may be called again with the same arguments, retries (<see cref="RequestRetry"/>), and throws
/// <see cref="StoreUnavailableException"/> if the store cannot serve. It reports an object as absent only if the store has said
/// so.
/// </summary>
public sealed class S3Store(ObjectSender sender, RequestRetry retry, StoreProbe probe, IOptions<S3Options> options)
{
    private const int MostLooks = 3;

    /// <summary>Most pages of one listing in a row that bring no greater key.</summary>
    private const int MostStanding = 100;

    /// <summary>Pages of a listing that are searched for one key before the key itself is asked for.</summary>
    private const int MostPages = 4;

    private readonly ObjectReader _reader = new(sender, new RequestHeaders(options.Value));
    private readonly S3Options _options = options.Value;
    private readonly RequestHeaders _headers = new(options.Value);
    private readonly KeyTurns _turns = new();

    public string Bucket => _options.Bucket;

    /// <summary>Begins to probe the store; writes wait for its end. See <see cref="StoreProbe.BeginAsync"/>.</summary>
    public Task BeginProbeAsync() => probe.BeginAsync();

    /// <summary>Puts a whole object if its key is free. The store checks the bytes against the checksum and stores it.</summary>
    /// <param name="ifMatch">If set, replaces only the object with this ETag; the key need not be free.</param>
    /// <returns>
    /// After <see cref="WriteResult.Taken"/> nothing was written. After <see cref="WriteResult.Unproven"/> the caller must
    /// compare the object before it relies on it.
    /// </returns>
    public async Task<PutResult> PutAsync(string key, ReadOnlyMemory<byte> body, string sha256, ObjectDetails? details,
        CancellationToken cancellation, Action? onThrottle = null, string? ifMatch = null)
    {
        var can = await probe.AbilitiesAsync(cancellation);
        var looks = ifMatch is null && can.OnPut != ConditionSupport.Honoured;
        try
        {
            var sent = await retry.RunAsync(
                $"Putting {key}", token =>
                    looks ? IfFreeAsync(key, can, SendAsync, token) : SendAsync(token), cancellation, onThrottle, writes: key);
            return can.ProvesWhole ? sent : sent with { Result = WriteResult.Unproven };
        }
        catch (RequestRefusedException e) when (e.Status == HttpStatusCode.PreconditionFailed)
        {
            return new PutResult(WriteResult.Taken);
        }

        Task<PutResult> SendAsync(CancellationToken token) => sender.PutAsync(
            key, "", body, sha256, _headers.Whole(details, can.OnPut != ConditionSupport.Refused, ifMatch), token);
    }

    /// <summary>
    /// Looks at a key and then writes it, for a store that does not refuse a taken key. Sends once: a retry looks again. No other
    /// writer of this process writes the key, or one that differs only in case, between the look and the write.
    /// </summary>
    /// <exception cref="RequestRefusedException">The key is taken: status 412.</exception>
    public async Task<T> IfFreeAsync<T>(
        string key, StoreAbilities can, Func<CancellationToken, Task<T>> write, CancellationToken cancellation)
    {
        using var turn = await _turns.TakeAsync(key, cancellation);
        return await IsTakenAsync(key, can, cancellation)
            ? throw new RequestRefusedException(
                $"The key {key} is taken.", HttpStatusCode.PreconditionFailed, nameof(HttpStatusCode.PreconditionFailed))
            : await write(cancellation);
    }

    /// <summary>
    /// Puts one of Longshore's own records. If the key already holds the same bytes, it counts as written: the answer to an
    /// earlier attempt was lost.
    /// </summary>
    /// <returns>False if the key holds other bytes: use another key, if one is needed.</returns>
    /// <exception cref="StoreUnavailableException">The store calls the key taken and shows no object under it.</exception>
    public async Task<bool> PutRecordAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var sha256 = Sha256.Base64(body.Span);
        for (var look = 0; look < MostLooks; look++)
        {
            if ((await PutAsync(key, body, sha256, null, cancellation)).Result == WriteResult.Written)
                return true;
            // If nothing is there, the record is not written: a proxy may have answered in the store's place.
            if (await HeadAsync(key, cancellation) is { } head)
                return (head.IsProven ? head.Checksum : await HashAsync(key, head.ETag, head.Size, cancellation)) == sha256;
        }

        throw StoreAdvice.TakenByNothing(key, MostLooks);
    }

    /// <summary>
    /// What HEAD tells of the object. If HEAD tells no size, it comes from the listing of the same ETag. If HEAD tells no ETag,
    /// only the size and the ETag of the listing are returned.
    /// </summary>
    /// <param name="forWrite">Whether a write depends on the result; then a running probe of the store is waited for.</param>
    /// <returns>Null if the store says that the object does not exist.</returns>
    public async Task<ObjectHead?> HeadAsync(string key, CancellationToken cancellation, bool forWrite = false)
    {
        var can = forWrite ? await probe.AbilitiesAsync(cancellation) : probe.Known;
        for (var look = 0; look < MostLooks; look++)
        {
            if (await retry.RunAsync($"Looking at {key}", token => _reader.HeadAsync(key, token), cancellation) is not { } told)
                return null;
            var size = told.Size;
            if (size is null || told.ETag.Length == 0)
            {
                if (await FindAsync(key, cancellation) is not { } listed)
                    return null;
                if (told.ETag.Length == 0)
                    return new ObjectHead(listed.Size, listed.ETag, null, null, null, IsProven: false);
                if (told.ETag != listed.ETag)
                    continue;
                size = listed.Size;
            }

            var isProven = told.Checksum is { } checksum && can.Proves(checksum);
            return new ObjectHead(size.Value, told.ETag, told.VersionId, told.Checksum, told.PartBytes, isProven,
                IsAssumed: isProven && can.IsAssumed);
        }

        throw StoreAdvice.OfOneObject($"Looking at {key}: HEAD tells no size, and the listing has another ETag.");
    }

    /// <summary>SHA-256 in Base64 of the whole object, which is read. Null if no object with this ETag is there.</summary>
    /// <param name="size">Its bytes, from HEAD or the listing.</param>
    public async Task<string?> HashAsync(string key, string etag, long size, CancellationToken cancellation) =>
        (await HashAsync(key, etag, size, [new(0, size)], cancellation))?[0];

    /// <summary>The same of several ranges of bytes: the object is read once.</summary>
    /// <param name="ranges">In the order of their offsets; they do not overlap.</param>
    public async Task<string[]?> HashAsync(
        string key, string etag, long size, IReadOnlyList<ByteRange> ranges, CancellationToken cancellation)
    {
        if (etag.Length == 0)
            return null;
        try
        {
            return await retry.RunAsync(
                $"Reading {key}", token => _reader.HashAsync(key, etag, size, ranges, token), cancellation);
        }
        catch (RequestRefusedException e) when (StoreErrors.IsAbsent(e) || e.Status == HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Reads a small object and checks it against the store's checksum; null if it does not exist.</summary>
    /// <exception cref="StoreUnavailableException">
    /// After all retries the body is cut or does not match the checksum, or the object has more than <paramref name="most"/>
    /// bytes.
    /// </exception>
    public async Task<byte[]?> ReadAsync(string key, int most, CancellationToken cancellation)
    {
        try
        {
            return await retry.RunAsync($"Reading {key}", token => _reader.ReadAsync(key, most, token), cancellation);
        }
        catch (RequestRefusedException e) when (StoreErrors.IsAbsent(e))
        {
            return null;
        }
    }

    /// <summary>Lists objects, one request per 1,000. AWS returns them in the byte order of their keys.</summary>
    /// <param name="startAfter">Exclusive; empty lists from the beginning.</param>
    public async IAsyncEnumerable<ListedObject> ListAsync(
        string prefix, string startAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in PagesAsync(prefix, startAfter, isRetried: true, cancellation))
        {
            foreach (var item in page.Objects)
                yield return item;
        }
    }

    private async IAsyncEnumerable<ListPage> PagesAsync(
        string prefix, string startAfter, bool isRetried, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        var (greatest, standing) = ("", 0);
        do
        {
            var query = Query(prefix, next is null ? startAfter : "", next);
            var sent = next;
            var page = isRetried ? await RetriedAsync() : await SendAsync(cancellation);
            yield return page;
            next = page.Next;
            // A store may repeat a page with a new token each time.
            var last = page.Objects is [.., var item] ? item.Key : "";
            standing = string.CompareOrdinal(last, greatest) > 0 ? 0 : standing + 1;
            greatest = standing == 0 ? last : greatest;
            if (standing > MostStanding)
                throw new StoreUnavailableException(
                    $"The listing of {Bucket}/{prefix} does not go on: {MostStanding} pages brought no further key.");

            async Task<ListPage> RetriedAsync()
            {
                try
                {
                    return await retry.RunAsync($"Listing {Bucket}/{prefix}", SendAsync, cancellation);
                }
                catch (RequestRefusedException e)
                {
                    // A listing is of no single object: the store refuses the bucket or the path.
                    throw StoreAdvice.OfAListing(e, _options, $"{Bucket}/{prefix}");
                }
            }

            async Task<ListPage> SendAsync(CancellationToken token)
            {
                var answer = await _reader.ListAsync(query, token);
                return answer.Next is null || answer.Next != sent
                    ? answer : throw new WrongAnswerException("the listing does not go on");
            }
        }
        while (next is not null);
    }

    /// <summary>
    /// Sorted by name for the signature. Asks for percent-encoded keys: XML cannot represent some characters of a key, and
    /// changes others, such as a line break.
    /// </summary>
    internal static string Query(string prefix, string startAfter, string? token)
    {
        var query = token is null ? "" : $"continuation-token={Uri.EscapeDataString(token)}&";
        query += $"encoding-type=url&list-type=2&prefix={Uri.EscapeDataString(prefix)}";
        return startAfter.Length == 0 ? query : $"{query}&start-after={Uri.EscapeDataString(startAfter)}";
    }

    /// <summary>
    /// Looks for one key by listing it. A GET would not do: if the role may list only some prefixes, a missing key is answered
    /// with 403. Longer keys may come first and pages may be short, so after a few pages HEAD asks for the key itself.
    /// </summary>
    /// <returns>Null if S3 does not list the key.</returns>
    public async Task<ListedObject?> FindAsync(string key, CancellationToken cancellation)
    {
        var pages = 0;
        await foreach (var page in PagesAsync(key, "", isRetried: true, cancellation))
        {
            if (In(page, key) is { } listed)
                return listed;
            // AWS lists a key before every longer one that starts with it.
            if (probe.IsAws && page.Objects.Count > 0)
                return null;
            if (++pages != MostPages || page.Next is null)
                continue;
            try
            {
                return await retry.RunAsync($"Looking at {key}", token => _reader.HeadAsync(key, token), cancellation) switch
                {
                    null => null,
                    { Size: { } size, ETag: { Length: > 0 } etag } => new ListedObject(key, etag, size),
                    _ => throw StoreAdvice.OfOneObject(
                        $"Looking at {key}: HEAD tells no size or no ETag, and the listing is too long to be read for it."),
                };
            }
            catch (StoreRefusedException)
            {
                // The role may not read the key; the rest of the listing tells.
            }
        }

        return null;
    }

    /// <summary>Asks for the key itself, whatever the listing tells.</summary>
    /// <returns>False only if the store says that the object does not exist.</returns>
    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        retry.RunAsync($"Looking at {key}", token => _reader.ExistsAsync(key, token), cancellation);

    private static ListedObject? In(ListPage page, string key) =>
        page.Objects.Where(item => item.Key == key).Select(static item => (ListedObject?)item).FirstOrDefault();

    /// <summary>Asks for a listing of one key, to find out whether the store answers and accepts the credentials.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer, or refuses.</exception>
    public Task AnswersAsync(CancellationToken cancellation) => retry.RunAsync($"Listing {Bucket}/{_options.Prefix}",
        token => _reader.ListAsync($"encoding-type=url&list-type=2&max-keys=1&prefix={Uri.EscapeDataString(_options.Prefix)}",
            token), cancellation);

    /// <summary>Asks for the key itself, once. A listing may be late, unordered, in short pages or in another encoding.</summary>
    /// <returns>False only if the store says that the object does not exist.</returns>
    private async Task<bool> IsTakenAsync(string key, StoreAbilities can, CancellationToken cancellation)
    {
        try
        {
            return await _reader.ExistsAsync(key, cancellation);
        }
        catch (RequestRefusedException e) when (e.Status == HttpStatusCode.Forbidden && (OddKey.KindsOf(key) & ~can.Listed) == 0)
        {
            // If the role may list only some prefixes, a missing key is answered with 403 too. The store lists keys of this kind
            // unchanged, so a complete listing tells.
            return await PagesAsync(key, "", isRetried: false, cancellation)
                .AnyAsync(page => In(page, key) is not null, cancellation);
        }
    }

    /// <summary>Deletes a note of an upload; no other object is ever deleted. Succeeds if the object is absent.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        retry.RunAsync($"Deleting {key}", token => _reader.DeleteAsync(key, token), cancellation);

    /// <summary>Whether the bucket keeps every version of an object, which <c>OnConflict=Overwrite</c> needs.</summary>
    public async Task<bool> IsVersionedAsync(CancellationToken cancellation) =>
        await retry.RunAsync($"Reading the versioning of {Bucket}", _reader.VersioningAsync, cancellation) == "Enabled";
}
