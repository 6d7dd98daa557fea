using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Longshore.Sandbox.S3.Store;

/// <summary>Digests of bodies, as S3 writes them: CRCs big-endian, all of them base64 in headers, MD5 hex in ETags.</summary>
internal static class Digests
{
    public static byte[] Compute(ChecksumAlgorithm algorithm, Body body) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => Crc32Of(body),
        ChecksumAlgorithm.Crc32C => Crc32COf(body),
        ChecksumAlgorithm.Crc64Nvme => Crc64Of(body),
        ChecksumAlgorithm.Sha1 => Cryptographic(HashAlgorithmName.SHA1, body),
        _ => Sha256(body),
    };

    public static byte[] Md5(Body body) => Cryptographic(HashAlgorithmName.MD5, body);

    public static byte[] Sha256(Body body) => Cryptographic(HashAlgorithmName.SHA256, body);

    /// <summary>The composite form: the digest of the parts' digests, followed by their number.</summary>
    public static string Composite(ChecksumAlgorithm algorithm, IReadOnlyCollection<byte[]> parts)
    {
        var joined = new Body([new ReadOnlyMemory<byte>([.. parts.SelectMany(part => part)])]);
        return $"{Convert.ToBase64String(Compute(algorithm, joined))}-{parts.Count}";
    }

    private static byte[] Cryptographic(HashAlgorithmName name, Body body)
    {
        if (body.Segments.Count == 1)
            return CryptographicOperations.HashData(name, body.Segments[0].Span);
        using var hash = IncrementalHash.CreateHash(name);
        foreach (var segment in body.Segments)
            hash.AppendData(segment.Span);
        return hash.GetHashAndReset();
    }

    private static byte[] Crc32Of(Body body)
    {
        var crc = new Crc32();
        foreach (var segment in body.Segments)
            crc.Append(segment.Span);
        return BigEndian(crc.GetCurrentHashAsUInt32());
    }

    private static byte[] Crc32COf(Body body)
    {
        var crc = uint.MaxValue;
        foreach (var segment in body.Segments)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(segment.Span);
            foreach (var word in words)
                crc = BitOperations.Crc32C(crc, word);
            foreach (var b in segment.Span[(words.Length * 8)..])
                crc = BitOperations.Crc32C(crc, b);
        }
        return BigEndian(~crc);
    }

    private static byte[] Crc64Of(Body body)
    {
        var crc = ulong.MaxValue;
        foreach (var segment in body.Segments)
            crc = Crc64Nvme.Update(crc, segment.Span);
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ~crc);
        return bytes;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
