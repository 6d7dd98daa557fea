using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>Builds an answer in a buffer that is reused.</summary>
internal sealed class Answer
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4 << 10);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Begins anew with a status line.</summary>
    public Answer Begin(ReadOnlySpan<byte> status)
    {
        _bytes.ResetWrittenCount();
        return Add("HTTP/1.1 "u8).Add(status).Add("\r\nx-amz-request-id: 1\r\n"u8);
    }

    public Answer Add(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public Answer Add(long number)
    {
        Utf8Formatter.TryFormat(number, _bytes.GetSpan(20), out var written);
        _bytes.Advance(written);
        return this;
    }

    public Answer ETag(ReadOnlySpan<byte> etag) => Add("ETag: \""u8).Add(etag).Add("\"\r\n"u8);

    /// <summary>Ends the head of an answer without body.</summary>
    public void EndEmpty() => Add("Content-Length: 0\r\n\r\n"u8);

    /// <summary>Ends the head and adds the body.</summary>
    public void End(ReadOnlySpan<byte> body, ReadOnlySpan<byte> type) =>
        Add("Content-Type: "u8).Add(type).Add("\r\nContent-Length: "u8).Add(body.Length).Add("\r\n\r\n"u8).Add(body);

    public void EndXml(string xml) =>
        End(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml), "application/xml"u8);
}
