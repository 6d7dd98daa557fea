namespace Longshore.Store.Identity;

/// <summary>The session of the assumed role, if there is one. Safe for concurrent use.</summary>
public sealed class Session
{
    private const long Young = 10_000;

    private volatile RefreshingAWSCredentials? _credentials;
    private long _dropped = -Young;

    /// <summary>Null if no role is assumed.</summary>
    public AWSCredentials? Credentials => _credentials;

    public void Use(RefreshingAWSCredentials credentials) => _credentials = credentials;

    /// <summary>
    /// Drops the session, so that the next request assumes the role again. A session younger than ten seconds is kept: each of
    /// many requests in flight reports the end of the old one.
    /// </summary>
    /// <returns>False if no role is assumed, so that nothing can be renewed.</returns>
    public bool TryRenew()
    {
        if (_credentials is not { } credentials)
            return false;
        var now = Environment.TickCount64;
        var last = Interlocked.Read(ref _dropped);
        if (now - last >= Young && Interlocked.CompareExchange(ref _dropped, now, last) == last)
            credentials.ClearCredentials();
        return true;
    }
}
