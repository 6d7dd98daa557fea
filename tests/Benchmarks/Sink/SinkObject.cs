namespace Longshore.Benchmarks.Sink;

/// <summary>What the sink remembers of an object.</summary>
/// <param name="Key">UTF-8.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Checksum">Lines of <c>x-amz-checksum-</c> headers, as the client sent them.</param>
/// <param name="Metadata">Lines of <c>x-amz-meta-</c> headers.</param>
/// <param name="Bytes">The body, of Longshore's own records alone.</param>
internal sealed record SinkObject(
    byte[] Key, long Size, byte[] ETag, byte[] Checksum, byte[] Metadata, DateTimeOffset Modified, byte[]? Bytes = null);

/// <summary>Keys in S3's order.</summary>
internal sealed class KeyOrder : IComparer<SinkObject>
{
    public int Compare(SinkObject? x, SinkObject? y) => x!.Key.AsSpan().SequenceCompareTo(y!.Key);
}
