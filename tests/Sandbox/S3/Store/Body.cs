namespace Longshore.Sandbox.S3.Store;

/// <summary>The immutable bytes of an object or a part, in segments so that 2 GiB and more fit.</summary>
internal sealed class Body
{
    public static readonly Body Empty = new([]);
    private readonly ReadOnlyMemory<byte>[] _segments;

    public Body(IEnumerable<ReadOnlyMemory<byte>> segments)
    {
        _segments = [.. segments];
        foreach (var segment in _segments)
            Length += segment.Length;
    }

    /// <summary>Bytes in all segments.</summary>
    public long Length { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Segments => _segments;

    /// <summary>The bodies one after the other; the bytes are shared, not copied.</summary>
    public static Body Concat(IEnumerable<Body> bodies) => new(bodies.SelectMany(body => body._segments));

    /// <summary>The segments that cover <paramref name="count"/> bytes from <paramref name="offset"/>.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Slice(long offset, long count)
    {
        foreach (var segment in _segments)
        {
            if (count <= 0)
                yield break;
            if (offset >= segment.Length)
            {
                offset -= segment.Length;
                continue;
            }
            var take = (int)Math.Min(segment.Length - offset, count);
            yield return segment.Slice((int)offset, take);
            offset = 0;
            count -= take;
        }
    }

    /// <summary>One array of everything; for bodies that fit one (below 2 GiB).</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length];
        var at = 0;
        foreach (var segment in _segments)
        {
            segment.CopyTo(all.AsMemory(at));
            at += segment.Length;
        }
        return all;
    }
}
