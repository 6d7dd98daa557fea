using System.Collections.Concurrent;

namespace Longshore.Benchmarks.Sink;

/// <summary>The objects of a bucket, in the order of their keys. Safe for concurrent use.</summary>
internal sealed class Bucket
{
    private readonly Lock _lock = new();
    private readonly SortedSet<SinkObject> _objects = new(new KeyOrder());

    /// <summary>Multipart uploads by their id.</summary>
    public ConcurrentDictionary<string, SinkUpload> Uploads { get; } = new();

    public SinkObject? Find(byte[] key)
    {
        lock (_lock)
            return _objects.TryGetValue(Probe(key), out var found) ? found : null;
    }

    /// <param name="onlyIfFree"><c>If-None-Match: *</c>.</param>
    /// <returns>False if the key is taken and had to be free.</returns>
    public bool Put(SinkObject item, bool onlyIfFree)
    {
        lock (_lock)
        {
            if (_objects.Add(item))
                return true;
            if (onlyIfFree)
                return false;
            _objects.Remove(item);
            return _objects.Add(item);
        }
    }

    public void Delete(byte[] key)
    {
        lock (_lock)
            _objects.Remove(Probe(key));
    }

    /// <summary>Objects from a key on, beneath a prefix.</summary>
    /// <param name="from">Inclusive.</param>
    public SinkObject[] From(byte[] from, byte[] prefix, int most)
    {
        byte[] end = [.. prefix, 0xFF];
        if (from.AsSpan().SequenceCompareTo(end) >= 0)
            return [];
        lock (_lock)
            return [.. _objects.GetViewBetween(Probe(from), Probe(end)).Take(most)];
    }

    /// <summary>Objects and their bytes, without Longshore's own records.</summary>
    public (long Objects, long Bytes) Totals()
    {
        lock (_lock)
        {
            var shipped = _objects.Where(static item => item.Bytes is null);
            return (shipped.LongCount(), shipped.Sum(static item => item.Size));
        }
    }

    public void Clear()
    {
        lock (_lock)
            _objects.Clear();
        Uploads.Clear();
    }

    private static SinkObject Probe(byte[] key) => new(key, 0, [], [], [], default);
}
