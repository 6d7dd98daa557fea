namespace Longshore.Store.Identity;

/// <summary>The session of the assumed role, if there is one. Safe for concurrent use.</summary>
public sealed class Session
{
    private const long Young = 10_000;

    private long _dropped = -Young;

    /// <summary>Set once, before the first request; null if no role is assumed.</summary>
    public RefreshingAWSCredentials? Credentials { get; set; }

    /// <summary>
    /// Drops the session, so that the next request assumes the role again. A session younger than ten seconds is kept: each of
    /// many requests in flight reports the end of the old one.
    /// </summary>
    /// <returns>False if no role is assumed, so that nothing can be renewed.</returns>
    public bool TryRenew()
    {
        if (Credentials is not { } credentials)
            return false;
        var now = Environment.TickCount64;
        var last = Interlocked.Read(ref _dropped);
        if (now - last >= Young && Interlocked.CompareExchange(ref _dropped, now, last) == last)
            credentials.ClearCredentials();
        return true;
    }
}
