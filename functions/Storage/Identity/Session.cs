using Amazon.Runtime;

namespace Longshore.Storage.Identity;

/// <summary>The session that requests are signed with, where a role is assumed. Safe for concurrent use.</summary>
internal sealed class Session
{
    private volatile RefreshingAWSCredentials? _credentials;

    /// <summary>Null where no role is assumed.</summary>
    public AWSCredentials? Credentials => _credentials;

    public void Use(RefreshingAWSCredentials credentials) => _credentials = credentials;

    /// <summary>Drops the session, so that the next request assumes the role anew.</summary>
    /// <returns>False if there is none to renew: the base identity signs.</returns>
    public bool TryRenew()
    {
        if (_credentials is not { } credentials)
            return false;
        credentials.ClearCredentials();
        return true;
    }
}
