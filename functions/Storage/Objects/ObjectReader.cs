using Longshore.Storage.HotPath;

namespace Longshore.Storage.Objects;

/// <summary>
/// Reads listings and small objects over the hot path: a run that finds nothing to ship does nothing else. Sends once;
/// <see cref="StoreCalls"/> retries. Safe for concurrent use.
/// </summary>
internal sealed class ObjectReader(ObjectSender sender, RequestHeaders headers)
{
    private const int UsualPage = 512 << 10;

    /// <summary>A thousand keys of 1,024 bytes, each byte percent-encoded, take half of it.</summary>
    private const int LargestPage = 8 << 20;

    /// <summary>One page of a listing; fails as <see cref="ObjectSender.PutAsync"/> does.</summary>
    /// <param name="query">Percent-encoded and sorted, with <c>list-type=2</c>.</param>
    /// <exception cref="IOException">The answer is not a whole listing.</exception>
    public Task<ListPage> ListAsync(string query, CancellationToken cancellation) =>
        sender.GetAsync("", query, headers.Read(), static async (response, token) =>
        {
            using var body = await ResponseBody.ReadAsync(response, UsualPage, LargestPage, token).ConfigureAwait(false)
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

    /// <summary>A small object, whole and as the store's checksum has it; fails as <see cref="ObjectSender.PutAsync"/> does.</summary>
    /// <param name="most">Bytes that it may have.</param>
    /// <exception cref="ObjectTooLargeException">It has more.</exception>
    /// <exception cref="IOException">The bytes are cut, or not those of the store's checksum.</exception>
    public Task<byte[]> ReadAsync(string key, int most, CancellationToken cancellation)
    {
        var asked = headers.Read();
        asked.Add(new("x-amz-checksum-mode", "ENABLED"));
        return sender.GetAsync(key, "", asked, async (response, token) =>
        {
            using var body = await ResponseBody.ReadAsync(response, UsualPage, most, token).ConfigureAwait(false)
                ?? throw new ObjectTooLargeException($"{key} is larger than the {most} bytes that are read.");
            if (ObjectSender.Header(response, ObjectSender.Checksum) is { } theirs && theirs != Sha256.Base64(body.Bytes.Span))
                throw new IOException($"Reading {key}: the bytes are not those of the checksum in the store's answer.");
            return body.Bytes.ToArray();
        }, cancellation);
    }
}
