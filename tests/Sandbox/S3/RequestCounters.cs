using System.Collections.Concurrent;

namespace Longshore.Sandbox.S3;

/// <summary>Requests by operation and outcome, S3's and STS's. Safe for concurrent use.</summary>
internal sealed class RequestCounters
{
    private readonly ConcurrentDictionary<(string Operation, string Code), Box> _counts = new();

    /// <summary>All requests of an operation, for example <c>PutObject</c>, refused ones included.</summary>
    public long Of(string operation) =>
        _counts.Where(pair => pair.Key.Operation == operation).Sum(pair => Interlocked.Read(ref pair.Value.Count));

    /// <summary>Requests that got this error code; the empty code means success.</summary>
    public long Of(string operation, string code) =>
        _counts.TryGetValue((operation, code), out var box) ? Interlocked.Read(ref box.Count) : 0;

    public long Total => _counts.Values.Sum(box => Interlocked.Read(ref box.Count));

    /// <summary>Operation, or operation and error code with a slash between them, to number.</summary>
    public SortedDictionary<string, long> Snapshot() => new(
        _counts.ToDictionary(
            pair => pair.Key.Code.Length == 0 ? pair.Key.Operation : $"{pair.Key.Operation}/{pair.Key.Code}",
            pair => Interlocked.Read(ref pair.Value.Count)),
        StringComparer.Ordinal);

    public void Add(string operation, string code = "") =>
        Interlocked.Increment(ref _counts.GetOrAdd((operation, code), static _ => new Box()).Count);

    private sealed class Box
    {
        public long Count;
    }
}
