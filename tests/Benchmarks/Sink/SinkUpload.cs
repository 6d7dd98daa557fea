namespace Longshore.Benchmarks.Sink;

/// <summary>A multipart upload that is under way.</summary>
internal sealed class SinkUpload(byte[] key, byte[] metadata)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, SinkPart> _parts = [];

    public byte[] Key => key;

    public byte[] Metadata => metadata;

    public void Put(SinkPart part)
    {
        lock (_lock)
            _parts[part.Number] = part;
    }

    public SinkPart[] Parts()
    {
        lock (_lock)
            return [.. _parts.Values];
    }
}

/// <param name="Checksum">As in <see cref="SinkObject"/>.</param>
internal sealed record SinkPart(int Number, long Size, byte[] ETag, byte[] Checksum);
