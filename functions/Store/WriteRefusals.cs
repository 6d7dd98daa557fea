using System.Collections.Concurrent;

namespace Longshore.Store;

/// <summary>
/// Whether the store has refused every write of this process for a reason that may hold for all of them. One key proves nothing,
/// and one write that succeeded ends the suspicion for good. Safe for concurrent use.
/// </summary>
internal sealed class WriteRefusals
{
    /// <summary>Different keys that prove it.</summary>
    private const int Several = 3;

    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);
    private volatile bool _written;

    public bool AreAll => !_written && _keys.Count >= Several;

    /// <summary>The store has taken a write.</summary>
    public void Written() => _written = true;

    /// <summary>The store has refused a write after all retries, for such a reason.</summary>
    public void Refused(string key)
    {
        if (!_written && _keys.Count < Several)
            _keys.TryAdd(key, true);
    }
}
