using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace Longshore.Benchmarks.Micro;

/// <summary>One pass over a body: the SHA-256 that is signed and stored.</summary>
public class Hashing
{
    private byte[] _body = [];

    [Params(13 << 10, 8 << 20)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _body = new byte[Bytes];
        new Random(1).NextBytes(_body);
    }

    [Benchmark]
    public byte[] Sha256() => SHA256.HashData(_body);
}
