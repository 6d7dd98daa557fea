namespace Longshore.Store.Objects;

/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct ByteRange(long Offset, long Length);

/// <summary>Hashes ranges of a stream of bytes, each for itself.</summary>
/// <param name="ranges">In the order of their offsets; they do not overlap.</param>
internal sealed class RangeHashes(IReadOnlyList<ByteRange> ranges) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> _ended = new(ranges.Count);
    private long _at;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        for (var end = _at + bytes.Length; _ended.Count < ranges.Count; EndRange())
        {
            var (offset, length) = ranges[_ended.Count];
            var from = Math.Max(offset, _at);
            var until = Math.Min(offset + length, end);
            if (from < until)
                _hash.AppendData(bytes[(int)(from - _at)..(int)(until - _at)]);
            if (until < offset + length)
                break;
        }

        _at += bytes.Length;
    }

    /// <summary>SHA-256 in Base64 of each range. One that lies behind the end counts as far as it was read.</summary>
    public string[] End()
    {
        while (_ended.Count < ranges.Count)
            EndRange();
        return [.. _ended];
    }

    public void Dispose() => _hash.Dispose();

    private void EndRange() => _ended.Add(Convert.ToBase64String(_hash.GetHashAndReset()));
}
