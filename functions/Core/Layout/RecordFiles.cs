using System.Buffers;
using System.IO.Compression;

namespace Longshore.Core.Layout;

/// <summary>Compresses records with gzip, and reads those of the bucket: an object may hold any bytes.</summary>
internal static class RecordFiles
{
    /// <summary>Bytes of a receipt with a few hundred files.</summary>
    private const int UsualSize = 256 << 10;

    public delegate T Reader<out T>(ReadOnlySpan<byte> plain);

    public static byte[] Compress(ReadOnlySpan<byte> plain)
    {
        using var body = new MemoryStream(plain.Length / 4);
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(plain);
        return body.ToArray();
    }

    /// <summary>Reads a compressed record. Must be fast, as runs without work read many.</summary>
    /// <param name="most">The most decompressed bytes: a forged record may be endless.</param>
    /// <exception cref="InvalidDataException">No gzip, or too large. The message continues a sentence after a colon.</exception>
    public static T Decompress<T>(byte[] body, int most, Reader<T> read)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualSize);
        try
        {
            var length = 0;
            using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            while (Fill(gzip, buffer.AsSpan(length)) is > 0 and var more)
            {
                length += more;
                if (length > most)
                    throw new InvalidDataException($"it has more than {most} bytes");
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
            }

            return read(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// A record's bytes; null if the store says that it does not exist. If the role may list only some prefixes, a missing
    /// object is refused like a forbidden one; then a listing decides.
    /// </summary>
    /// <param name="most">The most bytes of the object.</param>
    public static async Task<byte[]?> ReadRecordAsync(
        this S3Store store, string key, int most, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadAsync(key, most, cancellation);
        }
        catch (StoreRefusedException e) when (e is not ObjectTooLargeException)
        {
            if (await store.FindAsync(key, cancellation) is null)
                return null;
            throw;
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
