using System.Collections.Concurrent;

namespace Longshore.App.FailedJobs;

/// <summary>
/// UIDs of failed Jobs whose letter was sent by this process. A failed Job stays for a day, and each look would send it again. A
/// new process sends it once more, and deadletter keeps one letter. Safe for parallel use.
/// </summary>
internal sealed class ReportedJobs
{
    private readonly ConcurrentDictionary<string, byte> _uids = new(StringComparer.Ordinal);

    public bool Has(string uid) => _uids.ContainsKey(uid);

    public void Add(string uid) => _uids.TryAdd(uid, 0);

    /// <summary>Forgets Jobs that are gone.</summary>
    public void KeepOnly(IEnumerable<string> present)
    {
        foreach (var gone in _uids.Keys.Except(present))
            _uids.TryRemove(gone, out _);
    }
}
