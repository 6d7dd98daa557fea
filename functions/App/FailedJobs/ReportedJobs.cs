namespace Longshore.App.FailedJobs;

/// <summary>
/// UIDs of failed Jobs whose letter was taken, for as long as this process lives: a failed Job stays for a day, and would be sent
/// at each look. A new process sends them once more, and deadletter finds that it keeps them. Safe for parallel use.
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

    /// <summary>Forgets those that are gone.</summary>
    public void KeepOnly(IEnumerable<string> present)
    {
        lock (_sync)
            _uids.IntersectWith(present);
    }
}
