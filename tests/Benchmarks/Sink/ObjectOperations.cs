using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>
/// PUT, GET, HEAD and DELETE of whole objects. Only bodies beneath <c>_longshore/</c> are kept, since they are read back, and
/// held against their SHA-256, since Longshore probes its store there; hashing more would measure the sink.
/// </summary>
internal static class ObjectOperations
{
    public static ReadOnlySpan<byte> State => "_longshore/"u8;

    public static void Put(Exchange exchange, Bucket bucket, byte[] key)
    {
        var head = exchange.Head;
        if (!head["x-amz-copy-source"u8].IsEmpty)
            throw new SinkException(501, "NotImplemented", "The sink copies nothing.");
        using var kept = key.AsSpan().StartsWith(State) ? new MemoryStream() : null;
        var checksum = head.Lines("x-amz-checksum-"u8, "x-amz-checksum-algorithm"u8);
        var (size, etag) = exchange.Consume(kept);
        if (checksum.Length == 0)
            checksum = exchange.Body.Trailer;
        if (kept is not null)
            Verify(head, kept);
        var item = new SinkObject(key, size, etag, checksum, head.Lines("x-amz-meta-"u8), TimeProvider.System.GetUtcNow(),
            kept?.ToArray());
        if (!bucket.Put(item, onlyIfFree: head["if-none-match"u8].SequenceEqual("*"u8)))
            throw new SinkException(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        exchange.Answer.Begin("200 OK"u8).ETag(etag).Add(checksum).EndEmpty();
    }

    public static void Head(Exchange exchange, Bucket bucket, byte[] key)
    {
        if (bucket.Find(key) is { } item)
            Describe(exchange, item).Add("Content-Length: "u8).Add(item.Size).Add("\r\n\r\n"u8);
        else
            exchange.Answer.Begin("404 Not Found"u8).EndEmpty();
    }

    public static void Get(Exchange exchange, Bucket bucket, byte[] key)
    {
        var item = bucket.Find(key) ?? throw new SinkException(404, "NoSuchKey", "The specified key does not exist.");
        if (item.Bytes is not { } bytes)
            throw new SinkException(501, "NotImplemented", "The sink keeps bodies beneath _longshore/ alone.");
        Describe(exchange, item).End(bytes, "application/json"u8);
    }

    public static void Delete(Exchange exchange, Bucket bucket, byte[] key)
    {
        bucket.Delete(key);
        exchange.Answer.Begin("204 No Content"u8).Add("\r\n"u8);
    }

    /// <exception cref="SinkException">The body is not that of its <c>x-amz-checksum-sha256</c>.</exception>
    public static void Verify(RequestHead head, MemoryStream body)
    {
        var announced = head["x-amz-checksum-sha256"u8];
        if (!announced.IsEmpty
            && !announced.SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToBase64String(SHA256.HashData(body.ToArray())))))
            throw new SinkException(400, "BadDigest", "The SHA-256 you specified did not match what was received.");
    }

    private static Answer Describe(Exchange exchange, SinkObject item) =>
        exchange.Answer.Begin("200 OK"u8).ETag(item.ETag).Add(item.Checksum).Add(item.Metadata)
        .Add("Last-Modified: "u8).Add(Encoding.ASCII.GetBytes(item.Modified.ToString("R", CultureInfo.InvariantCulture)))
        .Add("\r\nAccept-Ranges: bytes\r\n"u8);
}
