using System.Security;

namespace Longshore.Store.Uploads;

/// <summary>
/// The requests of a multipart upload, except those that send parts. Sends once; <see cref="RequestRetry"/> retries. Every method
/// throws what <see cref="ObjectSender.PutAsync"/> throws. Source: Amazon S3 API, CreateMultipartUpload, ListParts,
/// CompleteMultipartUpload, AbortMultipartUpload.
/// </summary>
internal sealed class UploadRequests(ObjectSender sender, RequestHeaders headers)
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <returns>The upload's id.</returns>
    /// <exception cref="IOException">The answer contains no id.</exception>
    public Task<string> BeginAsync(string key, ObjectDetails details, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Post, key, "uploads", headers.Begin(details), static (response, token) =>
            ResponseBody.ReadXmlAsync(response, static body => XmlFields.Read(body, "", "UploadId").GetValueOrDefault("UploadId")
                ?? throw new FormatException("it names no upload"), "the id of an upload", token), cancellation,
            body: Array.Empty<byte>());

    /// <summary>One page of the parts that the store holds.</summary>
    /// <param name="after">Number of the last part of the previous page; 0 for the first page.</param>
    /// <exception cref="IOException">The answer is not complete.</exception>
    public Task<PartPage> ListPartsAsync(string key, string uploadId, int after, CancellationToken cancellation)
    {
        var query = after == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"part-number-marker={after}&");
        return sender.AskAsync(HttpMethod.Get, key, query + Query(uploadId), headers.Read(), (response, token) =>
            ResponseBody.ReadXmlAsync(response, body => PartPage.Read(body, uploadId), "a list of parts", token), cancellation);
    }

    /// <param name="checksum">The composite checksum.</param>
    /// <param name="bytes">Bytes of the whole object; the time limit grows with them.</param>
    /// <param name="ifNoneMatch">Demands a free key, unless <paramref name="ifMatch"/> names the object to replace.</param>
    /// <returns>Written if the answer contains <paramref name="checksum"/>; else unproven.</returns>
    /// <exception cref="IOException">The answer cannot be trusted.</exception>
    public Task<PutResult> CompleteAsync(string key, string uploadId, IReadOnlyList<UploadedPart> parts, string checksum,
        long bytes, bool ifNoneMatch, string? ifMatch, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Post, key, Query(uploadId), headers.Complete(checksum, ifNoneMatch, ifMatch),
            (response, token) => ResponseBody.ReadXmlAsync(response, body =>
        {
            var told = XmlFields.Read(body, "", "ETag", "ChecksumSHA256");
            return new PutResult(
                told.GetValueOrDefault("ChecksumSHA256") == checksum ? WriteResult.Written : WriteResult.Unproven,
                ETag.Of(told.GetValueOrDefault("ETag")) is { Length: > 0 } etag
                    ? etag : throw new FormatException("it carries no ETag"),
                ObjectSender.Header(response, "x-amz-version-id"));
        }, "the completed upload", token), cancellation, Body(parts), bytes);

    public Task<bool> AbortAsync(string key, string uploadId, CancellationToken cancellation) =>
        sender.AskAsync(HttpMethod.Delete, key, Query(uploadId), headers.Read(), static (_, _) => Task.FromResult(true),
            cancellation);

    /// <summary>The query that names the upload. On some stores a DELETE with an empty id deletes the object.</summary>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static string Query(string uploadId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(uploadId);
        return $"uploadId={Uri.EscapeDataString(uploadId)}";
    }

    private static byte[] Body(IEnumerable<UploadedPart> parts) => Encoding.UTF8.GetBytes(
        $"<CompleteMultipartUpload xmlns=\"{Namespace}\">" + string.Concat(parts.Select(static (part, index) =>
            $"<Part><ChecksumSHA256>{part.Checksum}</ChecksumSHA256><ETag>{SecurityElement.Escape(part.ETag)}</ETag>"
            + string.Create(CultureInfo.InvariantCulture, $"<PartNumber>{index + 1}</PartNumber></Part>")))
        + "</CompleteMultipartUpload>");
}

/// <param name="Parts">By number. A part without ETag, checksum or size is left out, so that it is sent again.</param>
/// <param name="Next">Number after which the next page begins; null on the last page.</param>
internal sealed record PartPage(IReadOnlyList<KeyValuePair<int, UploadedPart>> Parts, int? Next)
{
    /// <summary>Most parts in one page.</summary>
    private const int Whole = 1000;

    /// <exception cref="FormatException">The body is not such an answer, or not all of it.</exception>
    /// <param name="uploadId">The id that the answer must contain; a proxy's page does not.</param>
    public static PartPage Read(ReadOnlySpan<byte> body, string uploadId)
    {
        var scan = new XmlScan(body);
        var parts = new List<KeyValuePair<int, UploadedPart>>();
        var (elements, last) = (0, 0);
        string? truncated = null, marker = null, upload = null;
        scan.Enter(default);
        while (scan.TryChild(depth: 1))
        {
            if (scan.Name.SequenceEqual("IsTruncated"u8))
                truncated = ListPage.Decoded(scan.Text());
            else if (scan.Name.SequenceEqual("NextPartNumberMarker"u8))
                marker = ListPage.Decoded(scan.Text());
            else if (scan.Name.SequenceEqual("UploadId"u8))
                upload = ListPage.Decoded(scan.Text());
            else if (!scan.Name.SequenceEqual("Part"u8))
                scan.Skip();
            else
            {
                var told = XmlFields.Read(ref scan, depth: 2, "PartNumber", "ETag", "ChecksumSHA256", "Size", "LastModified");
                elements++;
                last = Number(told.GetValueOrDefault("PartNumber"));
                if (ETag.Of(told.GetValueOrDefault("ETag")) is { Length: > 0 } etag
                    && told.TryGetValue("ChecksumSHA256", out var checksum)
                    && long.TryParse(told.GetValueOrDefault("Size"), NumberStyles.None, CultureInfo.InvariantCulture,
                        out var size))
                    parts.Add(new(last, new UploadedPart(etag, checksum, size,
                        told.TryGetValue("LastModified", out var written)
                        ? ListPage.Moment(Encoding.UTF8.GetBytes(written)) : null)));
            }
        }

        if (upload != uploadId)
            throw new FormatException("it does not name this upload");
        // Without IsTruncated, a page that is not full is the last one.
        var more = truncated switch
        {
            "true" => true,
            "false" => false,
            null when elements < Whole => false,
            _ => throw new FormatException("IsTruncated is neither true nor false"),
        };
        return new PartPage(parts,
            !more ? null : marker is not null ? Number(marker) : elements > 0
            ? last : throw new FormatException("it does not go on"));
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException("a part has no number");
}
