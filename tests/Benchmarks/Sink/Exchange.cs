using System.Security.Cryptography;

namespace Longshore.Benchmarks.Sink;

/// <summary>One request and its answer; a connection has one, used again and again.</summary>
internal sealed class Exchange(Wire wire) : IDisposable
{
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    public RequestHead Head { get; } = new();

    public Answer Answer { get; } = new();

    public Body Body { get; private set; } = null!;

    /// <summary>Reads the next request's head.</summary>
    /// <returns>False if the client has closed the connection.</returns>
    public bool Next()
    {
        var head = wire.ReadHead();
        if (head.IsEmpty)
            return false;
        Head.Read(head);
        if (!Head["expect"u8].IsEmpty)
            wire.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        Body = new Body(wire, Head);
        return true;
    }

    /// <summary>Reads the body to its end.</summary>
    /// <param name="keep">Gets a copy; null drops the bytes.</param>
    /// <returns>Its bytes and its MD5, the ETag of an object put whole.</returns>
    public (long Size, byte[] ETag) Consume(MemoryStream? keep)
    {
        var size = 0L;
        for (var some = Body.Next(); !some.IsEmpty; some = Body.Next())
        {
            size += some.Length;
            _md5.AppendData(some);
            keep?.Write(some);
        }

        Span<byte> hash = stackalloc byte[16];
        _md5.GetHashAndReset(hash);
        return (size, Hex(hash));
    }

    public void Dispose() => _md5.Dispose();

    /// <summary>Lower-case hexadecimal digits.</summary>
    public static byte[] Hex(ReadOnlySpan<byte> bytes)
    {
        var digits = new byte[bytes.Length * 2];
        Convert.TryToHexStringLower(bytes, digits, out _);
        return digits;
    }
}
