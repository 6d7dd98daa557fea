using System.Buffers;
using System.IO.Compression;

namespace Longshore.Core.Receipts;

/// <summary>A receipt as bytes: JSON, with gzip if its key ends in <c>.gz</c>. Must be fast, as no-op runs read many.</summary>
internal static class ReceiptFile
{
    /// <summary>Bytes of a receipt with a few hundred files.</summary>
    private const int UsualSize = 256 << 10;

    /// <summary>The schema that a key demands.</summary>
    public static string SchemaOf(string key) => StateKeys.IsCompressed(key) ? Receipt.CurrentSchema : Receipt.FirstSchema;

    /// <summary>In the current schema.</summary>
    public static byte[] Write(Receipt receipt)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptJson.Default.Receipt);
        using var body = new MemoryStream(json.Length / 4);
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(json);
        return body.ToArray();
    }

    /// <summary>Null if the JSON is <c>null</c>.</summary>
    /// <param name="most">The most decompressed bytes: a forged receipt may be endless.</param>
    /// <exception cref="JsonException">The JSON is no receipt.</exception>
    /// <exception cref="InvalidDataException">No gzip, or too large. The message continues a sentence after a colon.</exception>
    public static Receipt? Read(string key, byte[] body, int most)
    {
        if (!StateKeys.IsCompressed(key))
            return RecordJson.Read(body, ReceiptJson.Default.Receipt);
        var buffer = ArrayPool<byte>.Shared.Rent(UsualSize);
        try
        {
            var length = 0;
            using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            while (Fill(gzip, buffer.AsSpan(length)) is > 0 and var read)
            {
                length += read;
                if (length > most)
                    throw new InvalidDataException($"it has more than {most} bytes");
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
            }

            return RecordJson.Read(buffer.AsSpan(0, length), ReceiptJson.Default.Receipt);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Fill(GZipStream gzip, Span<byte> room)
    {
        try
        {
            return gzip.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("it is truncated or not gzip", e);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * length);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
