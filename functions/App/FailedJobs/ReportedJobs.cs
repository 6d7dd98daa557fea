namespace Longshore.App.FailedJobs;

/// <summary>
/// UIDs of failed Jobs whose letter was sent by this process. A failed Job stays for a day, and each look would send it again. A
/// new process sends it once more, and deadletter keeps one letter. Safe for parallel use.
/// </summary>
internal sealed class ReportedJobs
{
    private readonly Lock _sync = new();
    private readonly HashSet<string> _uids = new(StringComparer.Ordinal);

    public bool Has(string uid)
    {
        lock (_sync)
            return _uids.Contains(uid);
    }

    public void Add(string uid)
    {
        lock (_sync)
            _uids.Add(uid);
    }

    /// <summary>Forgets Jobs that are gone.</summary>
    public void KeepOnly(IEnumerable<string> present)
    {
        lock (_sync)
            _uids.IntersectWith(present);
    }
}
