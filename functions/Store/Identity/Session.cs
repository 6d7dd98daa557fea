namespace Longshore.Store.Identity;

/// <summary>The session that requests are signed with, where a role is assumed. Safe for concurrent use.</summary>
public sealed class Session
{
    private const long Young = 10_000;

    private volatile RefreshingAWSCredentials? _credentials;
    private long _dropped = -Young;

    /// <summary>Null where no role is assumed.</summary>
    public AWSCredentials? Credentials => _credentials;

    public void Use(RefreshingAWSCredentials credentials) => _credentials = credentials;

    /// <summary>
    /// Drops the session, so that the next request assumes the role anew. One that is ten seconds young is kept: of many requests
    /// in flight each hears that the old one is over.
    /// </summary>
    /// <returns>False if there is none to renew: the base identity signs.</returns>
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
