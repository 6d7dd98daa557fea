using System.Security.Cryptography;
using Longshore.Store.Objects;

namespace Longshore.UnitTests.Store;

public class RangeHashesTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 100).Select(number => (byte)number)];

    /// <summary>However the bytes come, and wherever a range begins and ends.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(100)]
    public void End_RangesOfAStream_HashEachForItself(int atOnce)
    {
        ByteRange[] ranges = [new(0, 0), new(0, 10), new(10, 1), new(20, 0), new(20, 33), new(99, 1), new(100, 0)];
        using var hashes = new RangeHashes(ranges);
        foreach (var chunk in Bytes.Chunk(atOnce))
            hashes.Append(chunk);

        Assert.Equal(ranges.Select(range => Hash(range.Offset, range.Length)), hashes.End());
    }

    [Fact]
    public void End_RangeLiesBehindTheEnd_CountsWhatIsThere()
    {
        using var hashes = new RangeHashes([new(95, 10), new(200, 1)]);
        hashes.Append(Bytes);

        Assert.Equal([Hash(95, 5), Hash(0, 0)], hashes.End());
    }

    private static string Hash(long offset, long length) =>
        Convert.ToBase64String(SHA256.HashData(Bytes.AsSpan((int)offset, (int)length)));
}
