using System.Globalization;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>
/// Multipart uploads. Bytes of parts are dropped unread by the kernel, so their ETags are no MD5, as with SSE-KMS; clients that
/// would check them are told not to, which saves them work too.
/// </summary>
internal static class UploadOperations
{
    private static long _etags;

    public static void Create(Exchange exchange, Bucket bucket, string name, byte[] key)
    {
        var id = Guid.NewGuid().ToString("N");
        bucket.Uploads[id] = new SinkUpload(key, exchange.Head.Lines("x-amz-meta-"u8));
        exchange.Answer.Begin("200 OK"u8).Add(exchange.Head.Lines("x-amz-checksum-"u8))
            .EndXml("<InitiateMultipartUploadResult "
            + $"xmlns=\"{Listing.Namespace}\"><Bucket>{name}</Bucket><Key>{Listing.Escape(key)}</Key>"
            + $"<UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
    }

    public static void PutPart(Exchange exchange, Bucket bucket)
    {
        var upload = Find(exchange, bucket);
        var number = Target.Number(exchange.Head.Query, "partNumber"u8, 0);
        var checksum = exchange.Head.Lines("x-amz-checksum-"u8, "x-amz-checksum-algorithm"u8);
        using var kept = upload.Key.AsSpan().StartsWith(ObjectOperations.State) ? new MemoryStream() : null;
        var size = kept is null ? exchange.Body.Discard() : exchange.Consume(kept).Size;
        if (kept is not null)
            ObjectOperations.Verify(exchange.Head, kept);
        if (checksum.Length == 0)
            checksum = exchange.Body.Trailer;
        var etag = NewETag();
        upload.Put(new SinkPart(number, size, etag, checksum));
        exchange.Answer.Begin("200 OK"u8).ETag(etag).Add(checksum).EndEmpty();
    }

    public static void Complete(Exchange exchange, Bucket bucket, string name)
    {
        var upload = Find(exchange, bucket);
        var head = exchange.Head;
        var checksum = head.Lines("x-amz-checksum-"u8, "x-amz-checksum-type"u8);
        exchange.Body.Discard();
        var parts = upload.Parts();
        var etag = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Encoding.ASCII.GetString(NewETag())}-{parts.Length}"));
        var item = new SinkObject(upload.Key, parts.Sum(part => part.Size), etag, checksum, upload.Metadata,
            TimeProvider.System.GetUtcNow(),
            upload.Key.AsSpan().StartsWith(ObjectOperations.State) ? [] : null);
        if (!bucket.Put(item, onlyIfFree: head["if-none-match"u8].SequenceEqual("*"u8)))
            throw new SinkException(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        bucket.Uploads.TryRemove(Id(exchange), out _);
        exchange.Answer.Begin("200 OK"u8)
            .EndXml("<CompleteMultipartUploadResult "
            + $"xmlns=\"{Listing.Namespace}\"><Bucket>{name}</Bucket><Key>{Listing.Escape(upload.Key)}</Key>"
            + $"<ETag>&quot;{Encoding.ASCII.GetString(etag)}&quot;</ETag>{ChecksumXml(checksum)}"
            + "</CompleteMultipartUploadResult>");
    }

    public static void Abort(Exchange exchange, Bucket bucket)
    {
        bucket.Uploads.TryRemove(Id(exchange), out _);
        exchange.Answer.Begin("204 No Content"u8).Add("\r\n"u8);
    }

    /// <summary>In one page: the sink's uploads have few parts.</summary>
    public static void ListParts(Exchange exchange, Bucket bucket, string name)
    {
        var upload = Find(exchange, bucket);
        var after = Target.Number(exchange.Head.Query, "part-number-marker"u8, 0);
        var parts = string.Concat(upload.Parts().Where(part => part.Number > after).Select(part =>
            $"<Part><PartNumber>{part.Number}</PartNumber><ETag>&quot;{Encoding.ASCII.GetString(part.ETag)}&quot;</ETag>"
                + $"<Size>{part.Size}</Size>{ChecksumXml(part.Checksum)}</Part>"));
        exchange.Answer.Begin("200 OK"u8)
            .EndXml("<ListPartsResult "
            + $"xmlns=\"{Listing.Namespace}\"><Bucket>{name}</Bucket><Key>{Listing.Escape(upload.Key)}</Key>"
            + $"<UploadId>{Id(exchange)}</UploadId><IsTruncated>false</IsTruncated>{parts}</ListPartsResult>");
    }

    private static SinkUpload Find(Exchange exchange, Bucket bucket) => bucket.Uploads.TryGetValue(Id(exchange), out var upload)
        ? upload
        : throw new SinkException(404, "NoSuchUpload", "The specified multipart upload does not exist.");

    private static string Id(Exchange exchange) => Target.Text(exchange.Head.Query, "uploadId"u8);

    /// <summary>Unlike any other of this process.</summary>
    private static byte[] NewETag() =>
        Encoding.ASCII.GetBytes(Interlocked.Increment(ref _etags).ToString("x32", CultureInfo.InvariantCulture));

    /// <summary>The header <c>x-amz-checksum-sha256</c> as the element <c>ChecksumSHA256</c>.</summary>
    private static string ChecksumXml(byte[] line)
    {
        var text = Encoding.ASCII.GetString(line).Trim();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return "";
        var name = "Checksum" + text["x-amz-checksum-".Length..colon].ToUpperInvariant();
        return $"<{name}>{text[(colon + 1)..].Trim()}</{name}>";
    }
}
